"""The command of one grant, made from what the grant declares: settings, one run, its result."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.issued import print_issued
from tokencli.cli.options import (
    color_option,
    dry_run_option,
    env_options,
    field_option,
    look,
    output_format,
    output_option,
    person_options,
    profile_options,
    run_options,
    settings_from,
    watching_options,
)
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.watching import say_settings, watched
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.render import FORMATS, SHOWS_REFUSALS
from tokencli.settings.groups import OutputSettings, StoreSettings
from tokencli.settings.model import grant_sections

if TYPE_CHECKING:
    import click

    from tokencli.app.results import Run
    from tokencli.app.wiring import Wiring
    from tokencli.errors import TokencliError
    from tokencli.oauth.grants import Listed
    from tokencli.render import Look
    from tokencli.settings.resolve import Settings

_STORE = tuple(one for one in parameters_of(StoreSettings) if one.name != "min_validity")


def grant_command(listed: Listed) -> click.Command:
    """The command `tokencli fetch GRANT`."""
    grant = listed.load()
    sections = grant_sections(listed)
    params: list[click.Parameter] = [
        *(option for title, parameters in sections.items() for option in declared_options(parameters, title)),
        *person_options(grant.endpoints),
        *_store_options(),
        *profile_options(),
        output_option(tuple(FORMATS)),
        field_option(),
        *env_options(),
        *declared_options(parameters_of(OutputSettings), "Output"),
        dry_run_option(),
        *watching_options(),
        color_option(),
    ]
    discouraged = f"\n\nDiscouraged: {grant.discouraged}." if grant.discouraged else ""
    return SectionedCommand(
        listed.name,
        params=params,
        callback=lambda **options: _fetch(listed, options),
        help=f"{grant.summary[:1].upper()}{grant.summary[1:]} ({grant.spec}).{discouraged}",
        short_help=grant.summary,
        examples=(f"tokencli fetch {listed.name} {grant.example}",),
    )


def _store_options() -> list[click.Option]:
    save = SectionedOption(
        ["--save", "save"],
        is_flag=True,
        section="Store",
        help="keep the result, as login does; else no store is touched",
    )
    return [save, *declared_options(_STORE, "Store")]


def _fetch(listed: Listed, options: dict[str, Any]) -> int:
    from tokencli.app.wiring import assemble

    parameters = [one for section in grant_sections(listed).values() for one in section]
    settings = settings_from([*parameters, *_STORE, *parameters_of(OutputSettings)], options)
    if settings.get("no_wait"):
        _require_json(options)
    wiring = assemble(settings, run_options(options))
    if options["dry_run"]:
        return _dry_run(listed, settings, wiring, options["dry_run"])
    with watched(settings, wiring, options["verbose"]):
        run, lost = _run(listed, settings, wiring, save=options["save"])
    if run.tokens is not None and run.dpop is not None and run.dpop.fresh and not options["save"]:
        wiring.terminal.note(
            "the token is bound to a key that was made for this run and ends with it; give --dpop-key to use the token"
        )
    how = look(options, wiring.ambient.now())._replace(members=settings.get("output_member") or ())
    code = _show(run, wiring, how, options)
    if lost is not None:
        wiring.terminal.warning(f"the token is not kept: {lost.what}; {lost.help}")
    return ExitCode.STORE if lost is not None and code is ExitCode.DONE else code


def _require_json(options: dict[str, Any]) -> None:
    """Refuses a format that has nothing to print when a run stops before there are tokens."""
    if options["output"] is not None and options["output"] not in SHOWS_REFUSALS:
        raise UsageProblem(f"--no-wait prints JSON, and -o {options['output']} wants tokens", "use -o with --resume")


def _run(listed: Listed, settings: Settings, wiring: Wiring, *, save: bool) -> tuple[Run, TokencliError | None]:
    if not save:
        from tokencli.app.get_token import get_token

        return get_token(listed, settings, wiring), None
    from tokencli.app.login import login
    from tokencli.app.token_at_rest import Wanted

    now, note, no_input = wiring.ambient.now(), wiring.terminal.note, wiring.options.no_input
    done = login(Wanted(listed, settings, lambda: wiring, now, note, force=True, no_input=no_input))
    return done.run, done.lost


def _dry_run(listed: Listed, settings: Settings, wiring: Wiring, kind: str) -> int:

    from tokencli.app.get_token import dry_run
    from tokencli.app.wiring import transport_settings
    from tokencli.render.request import render_request

    request = dry_run(listed, settings, wiring)
    say_settings(settings, wiring)
    if not wiring.options.show_secrets:
        wiring.terminal.text("* nothing was sent; secrets are shown as [redacted], in full with --show-secrets")
    redactor, connection = wiring.redactor(brief=True), transport_settings(settings)
    if connection.proxy:  # it may hold the password of the proxy
        connection = replace(connection, proxy=redactor.url(connection.proxy))
    echo_product(render_request(redactor.request(request), kind, connection))
    return ExitCode.DONE


def _show(run: Run, wiring: Wiring, how: Look, options: dict[str, Any]) -> int:
    kind = "json" if run.handed_out is not None else output_format(options)
    code = of_verdict(run.verdict.value)
    if options["field"] is not None:
        if run.product is not None or run.handed_out is not None:
            _show_field(run, wiring, options["field"])
    elif run.product is not None or kind in SHOWS_REFUSALS:
        from tokencli.render import load_format

        if kind not in SHOWS_REFUSALS:
            print_issued(run, kind, options, how.members)
        elif kind == "pretty":  # it has colours, and was made safe where it was made
            echo_view(load_format(kind).render(run, how, wiring.redactor()))
        else:
            echo_product(load_format(kind).render(run, how, wiring.redactor()))
    if code is not ExitCode.DONE and (options["field"] is not None or kind != "pretty"):
        _explain_on_stderr(run, wiring, how)
    if run.handed_out is not None and code is ExitCode.DONE:
        wiring.terminal.note(f"keep what was printed as a secret, and go on with: {run.command} --resume FILE")
    return code


def _show_field(run: Run, wiring: Wiring, path: str) -> None:
    from tokencli.render.document import run_document
    from tokencli.render.field import pick

    echo_product(pick(run_document(run, wiring.redactor()), path))


def _explain_on_stderr(run: Run, wiring: Wiring, how: Look) -> None:
    """The refusal in words for who reads the log of a script."""
    from tokencli.render.short_explanation import short_explanation

    wiring.terminal.text(short_explanation(run, wiring.redactor(), width=how.width))
    sys.stderr.flush()
