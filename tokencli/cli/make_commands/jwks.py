"""`tokencli make jwks`: the public set of keys."""

from __future__ import annotations

from typing import Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.make_commands.thumbprint import PASSPHRASE
from tokencli.cli.options import color_option, no_input_option, run_options
from tokencli.cli.sectioned import SectionedCommand


def _jwks(**options: Any) -> None:
    import os

    from tokencli.app.make_keys import key_passphrase, public_set
    from tokencli.app.read_keys import read_keys
    from tokencli.app.wiring import assemble
    from tokencli.render.json_text import json_text
    from tokencli.settings.resolve import resolve

    settings = resolve(PASSPHRASE, options, os.environ, {})
    wiring = assemble(settings, run_options(options))
    keys = read_keys(options["keys"], key_passphrase(settings, wiring), wiring)
    click.echo(json_text(public_set(keys, wiring)), nl=False)


command = SectionedCommand(
    "jwks",
    params=[
        click.Argument(["keys"], metavar="KEY...", nargs=-1, required=True),
        *declared_options(PASSPHRASE, "Key"),
        no_input_option(),
        color_option(),
    ],
    callback=_jwks,
    help="Make the public set of keys (RFC 7517 section 5), to publish as jwks_uri or to register as jwks. Each KEY is a path, a "
    "reference or -: JWK, JWKS, PEM, DER, certificate or PKCS#12. Nothing private gets into the set; a key without a name is named by "
    "its thumbprint, and a certificate comes with it (x5c), as self_signed_tls_client_auth wants it.",
    examples=("tokencli make jwks key.jwk > jwks.json", "tokencli make jwks current.pem next.pem"),
)
