"""A failed run in a few lines on stderr, for the log of a script."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence
from tokencli.render.document import problem_text

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.wire.redaction import Redactor

SHOWN = 3


def short_explanation(run: Run, redactor: Redactor, width: int) -> str:
    """What happened, the likeliest causes, and what to do about the first.

    Args:
        run: The run.
        redactor: Takes secrets out of what the server wrote.
        width: Columns.
    """
    lines = [f"tokencli: {redactor.text(_problem(run))}"]
    for finding in [one for one in run.findings if one.confidence is not Confidence.RULED_OUT][:SHOWN]:
        text = f"{finding.what} ({finding.name}); {finding.who.value}: {finding.help}"
        lines.append(_hung(f"  {finding.confidence.value:<9}", redactor.text(text), width))
    if run.next_command:
        # On one line, however long: it is there to be copied.
        lines.append(f"  {'run':<9}{redactor.text(run.next_command)}")
    return "\n".join(lines) + "\n"


def _problem(run: Run) -> str:
    if not run.strays:
        return problem_text(run)
    return "the answer strays from its specification: " + "; ".join(
        f"{one.what} ({one.spec})" for one in run.deviations
    )


def _hung(lead: str, text: str, width: int) -> str:
    wrapped = textwrap.wrap(
        " ".join(text.split()), max(30, width - len(lead)), break_long_words=False, break_on_hyphens=False
    )
    return lead + ("\n" + " " * len(lead)).join(wrapped)
