"""What `discover --lint`, `decode --lint` and `profile lint` have in common: their options, and how findings reach the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import output_format
from tokencli.cli.sectioned import SectionedOption
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import LintSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.lint import LookedAt
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor

STANDARDS = ("fapi", "mcp", "oauth2.1")


def lint_options() -> list[click.Option]:
    """`--for` and `--ignore`."""
    return [
        SectionedOption(
            ["--for", "standards"],
            section="Lint",
            type=click.Choice(STANDARDS),
            multiple=True,
            envvar="TOKENCLI_FOR",
            help="standard to meet besides: FAPI 2.0, Model Context Protocol, OAuth 2.1; repeatable",
        ),
        *declared_options(parameters_of(LintSettings), "Lint"),
    ]


def refuse_lint_options(options: dict[str, Any]) -> None:
    """Refuses what means nothing without `--lint`; what the environment says is there for other commands too.

    Args:
        options: The options of the command.

    Raises:
        UsageProblem: The line gives such an option, and not `--lint`.
    """
    for option, name in (("--for", "standards"), ("--ignore", "ignore")):
        given = click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and not options["lint"]:
            raise UsageProblem(f"{option} says what lint looks for, and nothing is linted", "add --lint")


def show_lint(looked_at: Sequence[LookedAt], options: dict[str, Any], how: Look, redactor: Redactor) -> ExitCode:
    """Prints what was found.

    Args:
        looked_at: What was looked at, with what was found.
        options: The options of the command.
        how: How output is to look.
        redactor: Takes secrets out of what the server wrote.

    Returns:
        10 with an error among the findings, else 0.
    """
    from tokencli.render.lint import lint_document

    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(lint_document(looked_at, redactor), options["field"]))
    elif output_format(options) == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text(lint_document(looked_at, redactor)), nl=False)
    else:
        from tokencli.render.human.console import to_text
        from tokencli.render.human.lint import lint_view

        echo_view(to_text(lint_view(looked_at, redactor), how))
    return ExitCode.REFUSED if any(one.linted.failed for one in looked_at) else ExitCode.DONE
