"""`tokencli diagnose [PROFILE]`: why there is no token, asked step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import of_verdict
from tokencli.cli.options import (
    color_option,
    field_option,
    look,
    output_format,
    output_option,
    profile_options,
    run_options,
    settings_from,
    watching_options,
)
from tokencli.cli.report import check_report, report_option, write_report
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.stored import named_grant, profile_argument, settings_of_grant
from tokencli.cli.watching import watched
from tokencli.errors import UsageProblem
from tokencli.oauth.identifiers import CLIENT_CREDENTIALS
from tokencli.settings.model import all_parameters

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.app.diagnose import Diagnosis
    from tokencli.app.inquiry import Inquiry
    from tokencli.app.looked import Looked
    from tokencli.app.wiring import Wiring
    from tokencli.render import Look


def _diagnose(**options: Any) -> int:
    from tokencli.app.diagnose import diagnose
    from tokencli.render.diagnosis import findings_text

    check_report(options["report"])
    inquiry = _inquiry(options)
    wiring, shown = inquiry.wiring, _shows_steps(options)
    how = look(options, wiring.ambient.now())
    if inquiry.probe and inquiry.settings.get("client_id") is not None:
        if inquiry.grant_type != CLIENT_CREDENTIALS:
            wiring.terminal.note("a made-up grant is sent to judge the client (--no-probe: none)")
        wiring.terminal.note("a client that is refused is tried once in each other way (--no-probe: not)")
    with watched(inquiry.settings, wiring, options["verbose"]):
        diagnosis = diagnose(
            inquiry, wiring.terminal.busy, _teller(how, wiring) if shown else lambda _name, _looked: None
        )
    if shown:
        echo_view(findings_text(diagnosis, how, wiring.redactor()))
    else:
        _show_document(diagnosis, options, wiring)
    if options["report"] is not None:
        from tokencli.app.report import report_of_diagnosis

        write_report(options["report"], report_of_diagnosis(diagnosis, inquiry), replace(wiring.redactor(), off=False))
    return of_verdict(diagnosis.verdict.value)


def _inquiry(options: dict[str, Any]) -> Inquiry:
    from tokencli.app.inquiry import Inquiry
    from tokencli.app.wiring import assemble

    named = options.pop("profile_name", None)
    everything = settings_from(all_parameters(), {**options, "profile": named or options.get("profile")})
    if not (everything.get("issuer") or everything.get("token_endpoint")):
        raise UsageProblem("no server is named", "give a profile, or --issuer, --provider or --token-endpoint")
    listed = named_grant(everything) if everything.get("grant") else None
    settings = everything if listed is None else settings_of_grant(listed, everything, options)
    run = replace(run_options(options), use_cache=False, show_codes=False)
    return Inquiry(settings, listed, assemble(settings, run), probe=not options["no_probe"])


def _shows_steps(options: dict[str, Any]) -> bool:
    return options["field"] is None and output_format(options) != "json"


def _teller(how: Look, wiring: Wiring) -> Callable[[str, Looked], None]:
    """Shows each step when it ends."""
    from tokencli.render.diagnosis import step_text

    return lambda name, looked: echo_view(step_text(name, looked, how, wiring.redactor()))


def _show_document(diagnosis: Diagnosis, options: dict[str, Any], wiring: Wiring) -> None:
    from tokencli.render.diagnosis import diagnosis_document

    document = diagnosis_document(diagnosis, wiring.redactor())
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(document, options["field"]))
    else:
        from tokencli.render.json_text import json_text

        click.echo(json_text(document), nl=False)


command = SectionedCommand(
    "diagnose",
    params=[
        profile_argument(),
        SectionedOption(
            ["--no-probe"],
            section="Output",
            is_flag=True,
            envvar="TOKENCLI_NO_PROBE",
            help="send no request of which nothing can come but a refusal: then the client is judged by the grant alone",
        ),
        report_option(),
        output_option(("pretty", "json")),
        field_option(),
        *declared_options(all_parameters(), "Settings"),
        *profile_options(),
        *watching_options(),
        color_option(),
    ],
    callback=_diagnose,
    help="Find out why there is no token, by asking the server step by step: name, connection, TLS, discovery, endpoint, clock, metadata, "
    "scope, client, redirect URI, and the grant itself where it uses up nothing. No code, refresh token, assertion or password "
    "is spent: the client is told apart from its grant by a made-up one. The exit code is that of the first step that failed.",
    examples=(
        "tokencli diagnose dev",
        "tokencli diagnose --issuer https://login.example",
        "tokencli diagnose dev --report ticket.md",
        "tokencli diagnose dev --no-probe -o json",
    ),
)
