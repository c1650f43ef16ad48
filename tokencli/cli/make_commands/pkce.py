"""`tokencli make pkce`: a code verifier with its challenge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tokencli.cli.declared_options import declared_options
from tokencli.cli.make_commands.show_made import in_lines, show_made
from tokencli.cli.options import color_option, field_option, no_input_option, output_format, output_option, run_options
from tokencli.cli.sectioned import SectionedCommand
from tokencli.oauth.grants.authorization_code import AuthorizationCode
from tokencli.oauth.parameter import parameters_of

_DECLARED = {one.name: one for one in parameters_of(AuthorizationCode)}
_PARAMETERS = (
    replace(
        _DECLARED["code_verifier"],
        help="reference to a verifier of your own, of which only the challenge is made",
        aliases=("--verifier",),
    ),
    replace(_DECLARED["pkce"], help="how the challenge is made", choices=("S256", "plain")),
)


def _pkce(**options: Any) -> None:
    import os

    from tokencli.app.make import make_proof_key
    from tokencli.app.wiring import assemble
    from tokencli.settings.resolve import resolve

    settings = resolve(_PARAMETERS, options, os.environ, {})
    members = make_proof_key(settings, assemble(settings, run_options(options)))
    show_made(members, options, output_format(options), in_lines(members))


command = SectionedCommand(
    "pkce",
    params=[
        *declared_options(_PARAMETERS, "Proof key"),
        output_option(("pretty", "json")),
        field_option(),
        no_input_option(),
        color_option(),
    ],
    callback=_pkce,
    help="Make a code verifier with its challenge (RFC 7636), or the challenge of a verifier of your own.",
    examples=(
        "tokencli make pkce",
        "tokencli make pkce --verifier env:CODE_VERIFIER --field code_challenge",
    ),
)
