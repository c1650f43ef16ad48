"""Whatever a person has of a failed conversation, explained without a network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tokencli.captures.assemble import documents_in
from tokencli.captures.read import LOOKED_FOR, read_captures
from tokencli.diagnosis.engine import find, merged
from tokencli.diagnosis.questions import Question, Seen, find_questions
from tokencli.errors import UsageProblem
from tokencli.wire.exchange import NoAnswer
from tokencli.wire.message import Response
from tokencli.wire.spelling import may_hold
from tokencli.wire.trace import NotATrace, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.captures.captured import Captured
    from tokencli.diagnosis.finding import Finding

SHOWN_EXCHANGES = 8  # of those that led to a failure
_LONGEST_SHOWN = 100_000


@dataclass(frozen=True)
class Explained:
    """What was read, what failed in it, and why.

    Attributes:
        captured: What was read.
        questions: Each kind of failure once, or the end of what was seen.
    """

    captured: Captured
    questions: tuple[Question, ...]

    @cached_property
    def answers(self) -> tuple[tuple[Question, tuple[Finding, ...]], ...]:
        """Each question with its findings."""
        return tuple((question, find(question.evidence)) for question in self.questions)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all questions, the likeliest first, each name once."""
        return merged(finding for _, findings in self.answers for finding in findings)

    @cached_property
    def secrets(self) -> frozenset[str]:
        """The secrets of the capture that may stand in anything that is told of it.

        A long log holds thousands, and looking for each of them in every word would take longer than all the rest.
        """
        told = json.dumps([finding.as_json() for finding in self.findings], ensure_ascii=False)
        shown = "\n".join((told, *(text for question in self.questions for text in _texts(question))))
        return frozenset(secret for secret in self.captured.secrets if may_hold(shown, secret))


def _texts(question: Question) -> Iterator[str]:
    """Everything of an exchange that a view may show."""
    for exchange in question.evidence.exchanges[-SHOWN_EXCHANGES:]:
        yield f"{exchange.request.url} {exchange.place}"
        yield " ".join(value for _, value in exchange.request.headers)
        yield exchange.request.body[:_LONGEST_SHOWN].decode("utf-8", "replace")
        yield exchange.answer.detail if isinstance(exchange.answer, NoAnswer) else ""
        if isinstance(exchange.answer, Response):
            yield exchange.answer.body[:_LONGEST_SHOWN].decode("utf-8", "replace")
            yield " ".join(value for _, value in exchange.answer.headers)


def explain(sources: Iterable[tuple[str, Iterable[bytes]]], now: float, provider: str = "") -> Explained:
    """Explains what was captured; a run of our own that was saved goes the same way as anything else.

    Args:
        sources: Each with its name, empty where there is only one, and its octets in pieces.
        now: When somebody looks at it, in seconds since 1970-01-01 UTC.
        provider: The product that the server is, when somebody says so; wins over what the capture says.

    Raises:
        UsageProblem: Nothing in it can be explained.
    """
    try:
        captured = read_captures(sources)
    except NotATrace as problem:
        raise UsageProblem(str(problem)) from None
    if captured.empty:
        raise UsageProblem(
            "nothing to explain was found", f"looked for: {LOOKED_FOR}. See also: tokencli explain --list"
        )
    if captured.one_run and not captured.exchanges:
        raise UsageProblem("the trace holds no exchange: the run ended before anything was sent")
    return Explained(captured, find_questions(_seen(captured, now, provider)))


def _seen(captured: Captured, now: float, provider: str) -> Seen:
    named = (Setting("provider", provider, "from the option --provider"),) if provider else ()
    documents = (*captured.documents, *documents_in(captured.exchanges))
    return Seen(
        captured.exchanges,
        documents,
        (*named, *captured.settings),
        captured.secrets,
        captured.tokens,
        one_run=captured.one_run,
        looked_at=now,
    )
