"""`tokencli make key`: a key pair for a client."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.options import color_option, no_input_option, output_option, run_options
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import NewKeySettings
from tokencli.wire.quotable import quoted

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.jose.keys import SigningKey

_PARAMETERS = parameters_of(NewKeySettings)


def _key(**options: Any) -> None:
    import os

    from tokencli.app.make_keys import key_passphrase, make_key
    from tokencli.app.wiring import assemble
    from tokencli.settings.resolve import resolve

    settings = resolve(_PARAMETERS, options, os.environ, {})
    wiring = assemble(settings, run_options(options))
    passphrase = key_passphrase(settings, wiring)
    form = options["output"] or ("jwk" if passphrase is None else "pem")
    if form == "jwk" and passphrase is not None:
        raise UsageProblem("a JWK is not encrypted here", "use -o pem with --key-passphrase")
    if form == "pem" and settings.get("kid") is not None:
        raise UsageProblem("a PEM key has no place for --kid", "use -o jwk, or name it where it is used")
    key = make_key(settings)
    if passphrase is None:
        _warn_of_readers(wiring)
    public = _public(key, form)
    if options["public"] is None:
        wiring.terminal.text(f"public part, to be registered (thumbprint {_thumbprint(key)}):\n{public}")
    else:
        _write(options["public"], public)
    click.echo(_private(key, form, passphrase), nl=False)


def _warn_of_readers(wiring: Wiring) -> None:
    """Says when the private key goes into a file that a shell made for everybody to read."""
    import os
    import stat

    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):  # not a file of the system
        return
    if os.name == "posix" and stat.S_ISREG(mode) and mode & 0o077:
        wiring.terminal.warning("others on this machine can read the file that the private key goes to; chmod 600 it")


def _thumbprint(key: SigningKey) -> str:
    from tokencli.jose.thumbprint import thumbprint

    return thumbprint(key.public)


def _public(key: SigningKey, form: str) -> str:
    from tokencli.jose.new_key import public_pem, registered_jwk
    from tokencli.render.json_text import json_text

    return public_pem(key) if form == "pem" else json_text(registered_jwk(key))


def _private(key: SigningKey, form: str, passphrase: str | None) -> str:
    from tokencli.jose.keys import private_jwk
    from tokencli.jose.new_key import private_pem, registered_jwk
    from tokencli.render.json_text import json_text

    return private_pem(key, passphrase) if form == "pem" else json_text({**registered_jwk(key), **private_jwk(key)})


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, "utf-8")
    except OSError as problem:
        why = problem.strerror or type(problem).__name__
        raise UsageProblem(f"--public: {quoted(path)} cannot be written: {why}", "give the path of a file") from None


command = SectionedCommand(
    "key",
    params=[
        *declared_options(_PARAMETERS, "Key"),
        output_option(("jwk", "pem"), "jwk; pem with --key-passphrase"),
        SectionedOption(
            ["--public", "public"],
            section="Output",
            metavar="FILE",
            help="write the public part to a file instead of stderr",
        ),
        no_input_option(),
        color_option(),
    ],
    callback=_key,
    help="Make a key pair (RFC 7517). The private key goes to stdout, the public part, which the server is to know, to stderr. "
    "Keep the private key where nobody else reads it.",
    examples=(
        "(umask 077; tokencli make key > key.jwk)",
        "tokencli make key --alg RS256 --key-passphrase prompt: --public public.pem > key.pem",
    ),
)
