"""A saved run and its findings, as JSON and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.render.document import run_document

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def explanation_document(run: Run, redactor: Redactor) -> dict[str, Any]:
    """`{"findings": [...]}`, likeliest first."""
    return {"findings": run_document(run, redactor)["tokencli"]["findings"]}


def explanation_text(run: Run, look: Look, redactor: Redactor) -> str:
    """Each exchange in one line, then how the run ended and why."""
    from tokencli.render.human.console import stack, to_text
    from tokencli.render.human.exchange import exchange_head
    from tokencli.render.human.refusal import refusal_view
    from tokencli.render.human.tokens import tokens_view

    earlier = [
        exchange_head(exchange, look, redactor) for exchange in run.exchanges if exchange is not run.evidence.last
    ]
    view = refusal_view if run.tokens is None else tokens_view
    return to_text(stack(*earlier, view(run, look, redactor)), look)
