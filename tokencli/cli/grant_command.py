"""The command of one grant, made from what the grant declares: settings, one run, its result."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.options import (
    browser_options,
    color_option,
    dry_run_option,
    echo_product,
    echo_view,
    env_options,
    field_option,
    look,
    output_format,
    output_option,
    profile_options,
    run_options,
    settings_from,
    watching_options,
)
from tokencli.cli.sectioned import SectionedCommand
from tokencli.cli.watching import say_settings, watched
from tokencli.render import FORMATS, SHOWS_REFUSALS
from tokencli.settings.model import grant_sections

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Listed
    from tokencli.render import Look
    from tokencli.settings.resolve import Settings


def grant_command(listed: Listed) -> click.Command:
    """The command `tokencli fetch GRANT`."""
    grant = listed.load()
    sections = grant_sections(listed)
    params: list[click.Parameter] = [
        *(option for title, parameters in sections.items() for option in declared_options(parameters, title)),
        *(browser_options() if "authorization_endpoint" in grant.endpoints else ()),
        *profile_options(),
        output_option(tuple(FORMATS)),
        field_option(),
        *env_options(),
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


def _fetch(listed: Listed, options: dict[str, Any]) -> int:
    from tokencli.app.wiring import assemble

    parameters = [one for section in grant_sections(listed).values() for one in section]
    settings = settings_from(parameters, options)
    wiring = assemble(settings, run_options(options))
    if options["dry_run"]:
        return _dry_run(listed, settings, wiring, options["dry_run"])
    with watched(settings, wiring, options["verbose"]):
        run = _get_token(listed, settings, wiring)
    return _show(run, wiring, look(options, wiring.ambient.now()), options)


def _get_token(listed: Listed, settings: Settings, wiring: Wiring) -> Run:
    from tokencli.app.get_token import get_token

    return get_token(listed, settings, wiring)


def _dry_run(listed: Listed, settings: Settings, wiring: Wiring, kind: str) -> int:
    from dataclasses import replace

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
    click.echo(render_request(redactor.request(request), kind, connection), nl=False)
    return ExitCode.DONE


def _show(run: Run, wiring: Wiring, how: Look, options: dict[str, Any]) -> int:
    kind = output_format(options)
    code = of_verdict(run.verdict.value)
    if options["field"] is not None:
        if run.tokens is not None:
            _show_field(run, wiring, options["field"])
    elif run.tokens is not None or kind in SHOWS_REFUSALS:
        from tokencli.render import load_format

        text = load_format(kind).render(run, how, wiring.redactor())
        if kind == "pretty":  # it has colours, and was made safe where it was made
            echo_view(text)
        else:
            echo_product(text)
    if code is not ExitCode.DONE and (options["field"] is not None or kind != "pretty"):
        _explain_on_stderr(run, wiring, how)
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
