"""A command that did not get what it asks for: what came instead, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.echo import echo_view
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.options import output_format

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.diagnosis.classify import Ended
    from tokencli.render import Look
    from tokencli.wire.trace import Setting


def explain_end(
    ended: Ended, wiring: Wiring, how: Look, options: dict[str, Any], settings: tuple[Setting, ...] = ()
) -> ExitCode:
    """Explains the end of a run: on stdout for people, else in a few lines on stderr.

    Args:
        ended: How it ended.
        wiring: The parts of the run.
        how: How output is to look.
        options: The options of the command.
        settings: What was asked for, as it may be shown.

    Returns:
        The exit code.
    """
    from tokencli.app.results import Run
    from tokencli.render import load_format
    from tokencli.render.short_explanation import short_explanation

    run = Run(ended, tuple(wiring.recorder.exchanges), settings=settings)
    if options["field"] is not None or output_format(options) == "json":
        wiring.terminal.text(short_explanation(run, wiring.redactor(), width=how.width))
    else:
        echo_view(load_format("pretty").render(run, how, wiring.redactor()))
    return of_verdict(run.verdict.value)
