"""What was captured, as people see it: each exchange in one line, the server's words, the findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from tokencli.app.explain import SHOWN_EXCHANGES
from tokencli.diagnosis.times import clock
from tokencli.jose.peek import peek
from tokencli.oauth.error_response import ErrorResponse
from tokencli.render.human.console import facts, line, stack
from tokencli.render.human.finding import findings_view
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import UNSEEN_STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from tokencli.app.explain import Explained
    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.finding import Finding
    from tokencli.diagnosis.questions import Question
    from tokencli.render import Look
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.redaction import Redactor

_FAILED = 400
_WIDEST = 100  # columns of an exchange's line
_REST_OF_LINE = 30  # columns for the method, the place and what came back
SHOWN_QUESTIONS = 3
_BEFORE_TOKENS = frozenset(
    {
        Purpose.METADATA,
        Purpose.AUTHORIZATION,
        Purpose.PUSHED_AUTHORIZATION,
        Purpose.DEVICE_AUTHORIZATION,
        Purpose.BACKCHANNEL_AUTHENTICATION,
    }
)
_CLAIMS = ("iss", "sub", "aud", "exp")
_NAMED_ABOVE = frozenset({"error", "error_description"})


def explained_view(explained: Explained, look: Look, redactor: Redactor) -> RenderableType:
    """Everything that is to be said."""
    read = ", ".join(f"{count} × {kind}" for kind, count in explained.captured.kinds.items())
    parts: list[RenderableType] = [] if explained.captured.one_run else [facts([("read", read)], redactor), Text("")]
    shown, rest = explained.answers[:SHOWN_QUESTIONS], explained.answers[SHOWN_QUESTIONS:]
    for number, (question, findings) in enumerate(shown):
        parts += [Text("")] if number else []
        parts += _question_parts(question, findings, look, redactor)
    parts += [Text(""), facts(_rest(rest, redactor), redactor)] if rest else []
    return stack(*parts)


def _question_parts(
    question: Question, findings: tuple[Finding, ...], look: Look, redactor: Redactor
) -> Iterator[RenderableType]:
    evidence = question.evidence
    left_out = len(evidence.exchanges) - SHOWN_EXCHANGES
    if left_out > 0:
        yield line(f"({left_out} earlier exchanges)", "dim")
    for exchange in evidence.exchanges[-SHOWN_EXCHANGES:]:
        yield exchange_line(exchange, look, redactor)
    yield facts([*_said(question, redactor), *_tokens(evidence, look, redactor)], redactor)
    if findings:
        yield findings_view(findings, redactor)
    elif not question.failed:
        ended = "; the run ended before the token request" if _ended_early(question) else ""
        yield line(f"  nothing in it says that anything failed{ended}", "green")


def _ended_early(question: Question) -> bool:
    return question.evidence.last is not None and question.evidence.last.purpose in _BEFORE_TOKENS


def exchange_line(exchange: Exchange, look: Look, redactor: Redactor) -> RenderableType:
    """What was asked and where it stands on the left, what came back on the right."""
    asked = exchange.asked
    purpose = exchange.purpose.value.replace("_", " ")
    if asked is None:
        text = f"the answer to {'an' if purpose.startswith('a') else 'a'} {purpose} request that is not shown"
    else:
        text = f"{asked.method} {_fitting(redactor.url(asked.url), look.width) or f'({purpose} request)'}"
    table = Table.grid(expand=True)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(justify="right", no_wrap=True)
    place = Text(f"  {redactor.text(exchange.place)}", style="dim") if exchange.place else Text("")
    table.add_row(line(text).append(place), _answered(exchange))
    table.width = min(look.width, _WIDEST)
    return table


def _fitting(url: str, width: int) -> str:
    """A URL that fits on the line, else without its query: what decides in it stands in the findings."""
    return url if len(url) + _REST_OF_LINE <= min(width, _WIDEST) else re.sub(r"\?.*", "?…", url)


def _answered(exchange: Exchange) -> Text:
    answer = exchange.answer
    if isinstance(answer, NoAnswer):
        return line("  answer not shown", "dim") if exchange.answer_unseen else line("  no answer", "red")
    if answer.status == UNSEEN_STATUS:
        return Text("")
    took = f" in {exchange.seconds * 1000:.0f} ms" if exchange.seconds else ""
    return line(f"  {answer.status}{took}", "green" if answer.status < _FAILED else "red")


def _said(question: Question, redactor: Redactor) -> Iterator[tuple[str, str | Text]]:
    """The server's words."""
    evidence = question.evidence
    if question.count > 1:
        yield "seen", f"{question.count} times"
    if isinstance(evidence.reply, ErrorResponse):
        yield "error", line(evidence.error, "bold red")
        if evidence.description:
            yield "description", redactor.text(evidence.description)
        for name, value in evidence.reply.members.items():
            if name not in _NAMED_ABOVE:
                yield name, redactor.value(str(value)) if redactor.is_secret(name) else redactor.text(str(value))
        yield from (("note", f"{redactor.text(one.what)} ({one.spec})") for one in evidence.reply.deviations)
    elif evidence.no_answer is not None and question.failed:
        yield "problem", line(redactor.text(evidence.no_answer.detail), "bold red")
    elif evidence.unrecognised is not None:
        yield "problem", line(redactor.text(evidence.unrecognised.detail), "bold red")


def _tokens(evidence: Evidence, look: Look, redactor: Redactor) -> Iterator[tuple[str, str | Text]]:
    for token in evidence.tokens:
        seen = peek(token)
        claims = seen.claims or {}
        told = [f"{name} {_claim(name, claims[name], look)}" for name in _CLAIMS if name in claims]
        yield "JWT", redactor.text(" · ".join((seen.algorithm or "no alg", *told)))


def _claim(name: str, value: object, look: Look) -> str:
    if name == "exp" and isinstance(value, int | float):
        return clock(value, look.now)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _rest(
    rest: tuple[tuple[Question, tuple[Finding, ...]], ...], redactor: Redactor
) -> Iterator[tuple[str, str | Text]]:
    """The failures that are not shown in full."""
    for question, findings in rest:
        first = f": {findings[0].confidence.value} {findings[0].name}" if findings else ""
        said = redactor.text(question.evidence.error or f"status {question.evidence.status}")
        yield f"{question.count} ×", f"{said}{first}"
