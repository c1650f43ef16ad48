"""A command that asks one endpoint about a token: settings, one run, its result."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.options import (
    color_option,
    dry_run_option,
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
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tokencli.app.question import Question
    from tokencli.app.results import Run
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.parameter import Parameter
    from tokencli.settings.resolve import Settings

    Making = Callable[[], Callable[[str, Settings, Wiring], Question]]


def question_command(
    name: str, sections: Mapping[str, Sequence[Parameter]], making: Making, text: str, examples: Sequence[str]
) -> click.Command:
    """A command that takes a token and asks about it.

    Args:
        name: Its name.
        sections: The parameters by the headings of its help.
        making: Imports what makes the question, when the command runs.
        text: Its help.
        examples: Command lines that can be copied.
    """
    return SectionedCommand(
        name,
        params=[
            click.Argument(["token"], required=False, metavar="[REF|-]"),
            *(option for title, parameters in sections.items() for option in declared_options(parameters, title)),
            *profile_options(),
            output_option(("pretty", "json")),
            field_option(),
            dry_run_option(),
            *watching_options(),
            color_option(),
        ],
        callback=lambda **options: _run([one for part in sections.values() for one in part], making(), options),
        help=f"{text} The token is given as a reference (env:NAME, file:PATH, …), or on standard input with - or nothing.",
        examples=examples,
    )


def _run(
    parameters: Sequence[Parameter], make: Callable[[str, Settings, Wiring], Question], options: dict[str, Any]
) -> int:
    from tokencli.app.question import ask
    from tokencli.app.wiring import assemble

    settings = settings_from(parameters, options)
    wiring = assemble(settings, run_options(options))
    question = make(_token(options["token"], wiring), settings, wiring)
    if options["dry_run"]:
        return _dry_run(question, settings, wiring, options["dry_run"])
    with watched(settings, wiring, options["verbose"]):
        run = ask(question, settings, wiring)
    return _show(run, wiring, options)


def _token(given: str | None, wiring: Wiring) -> str:
    """The token: what the reference leads to, or what stands on standard input."""
    from tokencli.settings.secret_reference import parse_reference

    if given is None and sys.stdin.isatty():
        raise UsageProblem("no token was given", "give it as env:NAME, file:PATH or prompt:, or pipe it in")
    reference = parse_reference("stdin:" if given in {None, "-"} else str(given), "TOKEN")
    if reference.bare:
        wiring.terminal.warning(
            "the argument holds the token itself, which the process list shows to others; write env:NAME, file:PATH or -"
        )
    return wiring.secrets.text(reference, "token")


def _dry_run(question: Question, settings: Settings, wiring: Wiring, kind: str) -> int:
    from tokencli.app.question import dry_ask
    from tokencli.render.request import render_request

    request = dry_ask(question, settings, wiring)
    say_settings(settings, wiring)
    if not wiring.options.show_secrets:
        wiring.terminal.text("* nothing was sent; secrets are shown as [redacted], in full with --show-secrets")
    click.echo(render_request(wiring.redactor(brief=True).request(request), kind), nl=False)
    return ExitCode.DONE


def _show(run: Run, wiring: Wiring, options: dict[str, Any]) -> int:
    how, kind, code = look(options, wiring.ambient.now()), output_format(options), of_verdict(run.verdict.value)
    if options["field"] is not None:
        if run.answer is not None:
            _show_field(run, wiring, options["field"])
    elif kind == "json":
        from tokencli.render.json import render

        echo_product(render(run, how, wiring.redactor()))
    else:
        from tokencli.render.pretty import render

        echo_view(render(run, how, wiring.redactor()))
    if code is not ExitCode.DONE and (options["field"] is not None or kind != "pretty"):
        from tokencli.render.short_explanation import short_explanation

        wiring.terminal.text(short_explanation(run, wiring.redactor(), width=how.width))
    return code


def _show_field(run: Run, wiring: Wiring, path: str) -> None:
    from tokencli.oauth.endpoints.introspection import Introspection
    from tokencli.render.document import run_document
    from tokencli.render.field import pick

    document = run_document(run, wiring.redactor())
    if isinstance(run.ended, Introspection):
        # RFC 7662 section 2.2: active is a boolean; a script must not take for a yes what is none.
        document["active"] = run.ended.active
    for one in run.deviations:
        wiring.terminal.note(f"{one.what} ({one.spec})")
    echo_product(pick(document, path))
