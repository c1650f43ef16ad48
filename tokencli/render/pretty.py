"""`--output pretty`: a run for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.classify import Verdict
from tokencli.render.human.console import to_text
from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def render(run: Run, look: Look, redactor: Redactor) -> str:
    """The tokens with their facts, what an endpoint told besides, or the refusal with its explanation."""
    if run.tokens is not None:
        from tokencli.render.human.tokens import tokens_view

        token = printable_line(run.tokens.access_token)
        return to_text(tokens_view(run, look, redactor), look) + f"\n{token}\n"
    if run.answer is not None:
        from tokencli.render.human.answer import answer_view

        return to_text(answer_view(run, look, redactor), look)
    from tokencli.render.human.refusal import refusal_view

    return to_text(refusal_view(run, look, redactor), look) + _go_on(run, redactor)


def _go_on(run: Run, redactor: Redactor) -> str:
    """The command that goes on from a failure; unwrapped, so that it can be copied."""
    if not run.next_command:
        return ""
    why = "To start again" if run.verdict is Verdict.NOT_IN_TIME else "To ask the server step by step"
    return f"\n{why}, run\n\n{printable_line(redactor.text(run.next_command))}\n"
