"""A run that ended without tokens: what came back, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.oauth.error_response import ErrorResponse
from tokencli.render.document import problem_text
from tokencli.render.human.console import facts, line, stack
from tokencli.render.human.exchange import exchange_head
from tokencli.render.human.finding import findings_view

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from tokencli.app.results import Run
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor

_NAMED_ABOVE = frozenset({"error", "error_description"})


def refusal_view(run: Run, look: Look, redactor: Redactor) -> RenderableType:
    """The last exchange in one line, the server's words, and the findings."""
    rows: list[tuple[str, str | Text]] = []
    if isinstance(run.ended, ErrorResponse):
        rows.append(("error", line(redactor.text(run.ended.error), "bold red")))
        if run.ended.description:
            rows.append(("description", run.ended.description))
        rows += [
            (name, _shown(name, value, redactor))
            for name, value in run.ended.members.items()
            if name not in _NAMED_ABOVE
        ]
    else:
        rows.append(("problem", line(redactor.text(problem_text(run)), "bold red")))
    rows += [
        (f"{'✓' if one.passed else '✗'} {one.name}", f"expected {one.expected}, found {one.actual} ({one.spec})")
        for one in run.checks
    ]
    rows += [("note", f"{one.what} ({one.spec})") for one in run.deviations]
    head = exchange_head(run.evidence.last, look, redactor) if run.evidence.last else None
    return stack(head, facts(rows, redactor), findings_view(run.findings, redactor))


def _shown(name: str, value: Any, redactor: Redactor) -> str:
    """A member; a token beside a refusal was not asked for."""
    return redactor.value(str(value)) if redactor.is_secret(name) else str(value)
