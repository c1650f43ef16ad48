"""`tokencli make client-assertion`: the JWT with which a client shows who it is."""

from __future__ import annotations

from typing import Any

from tokencli.cli.declared_options import declared_options
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.make_commands.show_made import show_made
from tokencli.cli.options import (
    color_option,
    field_option,
    look,
    output_option,
    profile_options,
    run_options,
    settings_from,
    watching_options,
)
from tokencli.cli.sectioned import SectionedCommand
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import ConnectionSettings, ServerSettings
from tokencli.settings.model import assertion_parameters

_SECTIONS = {
    "Client": assertion_parameters(),
    "Server": tuple(
        one for one in parameters_of(ServerSettings) if one.name in {"issuer", "provider", "token_endpoint"}
    ),
    "Connection": parameters_of(ConnectionSettings),
}


def _client_assertion(**options: Any) -> int:
    from tokencli.app.make_keys import make_client_assertion
    from tokencli.app.results import Run
    from tokencli.app.wiring import assemble

    settings = settings_from([one for section in _SECTIONS.values() for one in section], options)
    wiring = assemble(settings, run_options(options))
    made = make_client_assertion(settings, wiring)
    if isinstance(made, Run):
        from tokencli.render.short_explanation import short_explanation

        width = look(options, wiring.ambient.now()).width
        wiring.terminal.text(short_explanation(made, wiring.redactor(), width=width))
        return of_verdict(made.verdict.value)
    show_made(made, options, options["output"] or "pretty", made["client_assertion"])
    return ExitCode.DONE


command = SectionedCommand(
    "client-assertion",
    params=[
        *(option for title, parameters in _SECTIONS.items() for option in declared_options(parameters, title)),
        *profile_options(),
        output_option(("pretty", "json"), "pretty: the JWT"),
        field_option(),
        *(one for one in watching_options() if one.name in {"no_input", "no_cache"}),
        color_option(),
    ],
    callback=_client_assertion,
    help="Make the JWT with which a client shows who it is (RFC 7523 section 2.2), signed with its key or with its secret. It is "
    "good for one request within a minute. Nothing is sent but for the metadata of --issuer, which names the algorithms and the token "
    "endpoint; --assertion-audience, or --alg, makes do without it.",
    examples=(
        "tokencli make client-assertion --issuer https://login.example --client-id app --key file:key.pem",
        "tokencli make client-assertion -p ci -o json",
    ),
)
