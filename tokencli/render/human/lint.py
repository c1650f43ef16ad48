"""What lint found: the findings in full, the worst first, then what was left out, then how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tokencli.diagnosis.finding import Severity
from tokencli.render.human.console import facts, line, stack
from tokencli.render.human.finding import finding_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from tokencli.app.lint import LookedAt
    from tokencli.wire.redaction import Redactor


def lint_view(looked_at: Sequence[LookedAt], redactor: Redactor) -> RenderableType:
    """One part for each thing that was looked at."""
    parts = [part for number, one in enumerate(looked_at) for part in _parts(one, redactor, first=number == 0)]
    return stack(*parts)


def _parts(one: LookedAt, redactor: Redactor, *, first: bool) -> Iterator[RenderableType]:
    if not first:
        yield Text("")
    for finding in one.linted.findings:
        yield finding_view(finding, redactor)
        yield Text("")
    if one.linted.not_looked_at:
        yield facts([("not looked at", text) for text in one.linted.not_looked_at], redactor, indent=0)
    yield line(redactor.text(f"{one.name}: {summary(one)}"), "bold")


def summary(one: LookedAt) -> str:
    """How many findings there are, and which were silenced."""
    ignored = one.linted.ignored
    silenced = f"; {len(ignored)} ignored ({', '.join(ignored)})" if ignored else ""
    return (one.linted.counted(*Severity) or "nothing found") + silenced
