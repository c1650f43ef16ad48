"""`tokencli make thumbprint`: what names a key or a certificate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.make_commands.show_made import in_lines, show_made
from tokencli.cli.options import color_option, field_option, no_input_option, output_format, output_option, run_options
from tokencli.cli.sectioned import SectionedCommand
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import NewKeySettings

PASSPHRASE = tuple(
    replace(one, required=False) for one in parameters_of(NewKeySettings) if one.name == "key_passphrase"
)


def _thumbprint(**options: Any) -> None:
    import os

    from tokencli.app.make_keys import key_passphrase
    from tokencli.app.read_keys import read_keys, thumbprints_of
    from tokencli.app.wiring import assemble
    from tokencli.settings.resolve import resolve

    settings = resolve(PASSPHRASE, options, os.environ, {})
    wiring = assemble(settings, run_options(options))
    keys = read_keys((options["key"],), key_passphrase(settings, wiring), wiring)
    named = [thumbprints_of(one) for one in keys]
    members = named[0] if len(named) == 1 else {"keys": named}
    show_made(members, options, output_format(options), "\n\n".join(in_lines(one) for one in named))


command = SectionedCommand(
    "thumbprint",
    params=[
        click.Argument(["key"], metavar="KEY"),
        *declared_options(PASSPHRASE, "Key"),
        output_option(("pretty", "json")),
        field_option(),
        no_input_option(),
        color_option(),
    ],
    callback=_thumbprint,
    help="Show what names a key: its thumbprint (jkt, RFC 7638; as a URI, RFC 9278), and of a certificate x5t and x5t#S256 "
    "(RFC 7515 section 4.1.7). KEY is a path, a reference or -: JWK, JWKS, PEM, DER, certificate or PKCS#12, private or public.",
    examples=("tokencli make thumbprint key.jwk", "tokencli make thumbprint client.pem --field 'x5t#S256'"),
)
