"""`tokencli decode`: what stands in a token, unverified and fast."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.options import color_option, field_option, output_format, output_option
from tokencli.cli.sectioned import SectionedCommand
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.opening import OpeningSettings

if TYPE_CHECKING:
    from tokencli.app.inspect_token import OpenedToken

_OPENING = ("key", "client_secret")
_PARAMETERS = parameters_of(OpeningSettings)


def _given(token: str | None) -> str:
    """The text of the token: the argument, a reference to it, or standard input."""
    if token is None and sys.stdin.isatty():
        raise UsageProblem("no token was given", "give it as the argument, as env:NAME or file:PATH, or pipe it in")
    if token in {None, "-"}:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    text = str(token)
    if ":" not in text:  # no JWT has a colon, every reference has
        return text
    from tokencli.runtime.secrets import Secrets
    from tokencli.settings.secret_reference import parse_reference

    secrets = Secrets(read_keyring=_read_keyring, note=lambda _: None)
    return secrets.text(parse_reference(text, "TOKEN"), "token")


def _read_keyring(name: str) -> str:
    from tokencli.store.keyring_secret import read_keyring_secret

    return read_keyring_secret(name)


def _bare(text: str) -> str:
    """The token without what people copy along: quotes, `Bearer`, a header's name, a JSON comma."""
    word = text.strip().strip("\"',").strip()
    if word.lower().startswith("authorization:"):
        word = word.partition(":")[2].strip()
    scheme, space, rest = word.partition(" ")
    return rest.strip() if space and scheme.lower() in {"bearer", "dpop"} else word


def _opened(text: str, options: dict[str, Any]) -> OpenedToken:
    import os

    from tokencli.app.inspect_token import open_token
    from tokencli.app.wiring import RunOptions, assemble
    from tokencli.settings.resolve import resolve

    settings = resolve(_PARAMETERS, options, os.environ, {})
    return open_token(text, settings, assemble(settings, RunOptions(color=options["color"])))


def _decode(**options: Any) -> None:
    from tokencli.jose.peek import NotAJwt, peek
    from tokencli.render.decoded import decoded_document, decoded_text
    from tokencli.render.json_text import json_text
    from tokencli.runtime.color import wants_color
    from tokencli.runtime.system import wall_clock

    encryption = None
    try:
        text = _bare(_given(options["token"]))
        if any(options[name] is not None for name in _OPENING):
            opened = _opened(text, options)
            token, encryption = opened.inside, opened.encryption
        else:
            token = peek(text)
    except NotAJwt as problem:
        raise UsageProblem(
            f"this is no JWT: {problem}", "an opaque token can only be looked at by its server"
        ) from None
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(decoded_document(token, encryption), options["field"]))
    elif output_format(options) == "json":
        echo_view(json_text(decoded_document(token, encryption)))
    else:
        color = wants_color(options["color"], sys.stdout)
        echo_view(decoded_text(token, wall_clock(), encryption, color=color))


command = SectionedCommand(
    "decode",
    params=[
        click.Argument(["token"], required=False, metavar="[TOKEN|REF|-]"),
        output_option(("pretty", "json")),
        field_option(),
        *declared_options(_PARAMETERS, "Encrypted token"),
        color_option(),
    ],
    callback=_decode,
    help="Show header and claims of a JWT, with times in words. The signature is not checked. "
    "Without an argument, or with -, the token is read from standard input. An encrypted token (JWE) is recognised, and opened with "
    "--key, or with --client-secret where that is its key (extra [jwe]).",
    examples=(
        "tokencli decode eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln",
        "tokencli fetch client-credentials -p ci -o token | tokencli decode",
        "tokencli decode env:ACCESS_TOKEN --field claims.exp",
        "tokencli decode env:ID_TOKEN --key file:client.pem",
    ),
)
