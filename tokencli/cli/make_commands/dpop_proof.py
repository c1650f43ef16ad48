"""`tokencli make dpop-proof`: a DPoP proof for one request."""

from __future__ import annotations

from typing import Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.make_commands.show_made import show_made
from tokencli.cli.options import color_option, field_option, no_input_option, output_option, run_options
from tokencli.cli.sectioned import SectionedCommand
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import DpopProofSettings, DpopSettings
from tokencli.settings.model import endpoint_parameter

_KEY = tuple(one for one in parameters_of(DpopSettings) if one.name == "dpop_key")
_PARAMETERS = (*parameters_of(DpopProofSettings), *_KEY)


def _dpop_proof(**options: Any) -> None:
    import os

    from tokencli.app.make import make_dpop_proof
    from tokencli.app.wiring import assemble
    from tokencli.settings.resolve import resolve
    from tokencli.settings.value import read_value

    url = read_value(endpoint_parameter(), options["url"], "URL")
    settings = resolve(_PARAMETERS, options, os.environ, {})
    members = make_dpop_proof(url, settings, assemble(settings, run_options(options)))
    show_made(members, options, options["output"] or "pretty", str(members["dpop_proof"]))


command = SectionedCommand(
    "dpop-proof",
    params=[
        click.Argument(["url"], metavar="URL"),
        *declared_options(_PARAMETERS, "Proof"),
        output_option(("pretty", "json"), "pretty: the proof alone"),
        field_option(),
        no_input_option(),
        color_option(),
    ],
    callback=_dpop_proof,
    help="Make a DPoP proof for one request (RFC 9449 section 4.2), good for that request alone and for a short time. "
    "Without --dpop-key a key is made, and -o json shows it.",
    examples=(
        "tokencli make dpop-proof https://login.example/token --dpop-key file:dpop.pem",
        "tokencli make dpop-proof https://api.example/orders --method GET --dpop-key file:dpop.pem --access-token env:TOKEN",
    ),
)
