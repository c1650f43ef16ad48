"""Which exchanges of a capture are in question: each failure once, with everything that was seen before it as its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlsplit

from tokencli.diagnosis.evidence import Evidence
from tokencli.wire.exchange import Exchange, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.wire.trace import Setting

_REFUSED = 400  # RFC 9110 section 15.5
# Answers that ask for the next request rather than refuse (RFC 8628 section 3.5, RFC 9449 section 8).
_GO_ON = frozenset({"authorization_pending", "slow_down", "use_dpop_nonce"})
_ASKED_AGAIN = frozenset({Purpose.METADATA, Purpose.KEYS})
_JUDGED_BY_STATUS = _ASKED_AGAIN | {Purpose.AUTHORIZATION}
MOST_QUESTIONS = 20
MOST_EXCHANGES = 200  # before a failure, besides those that have to do with its code or refresh token
_CHANGING = re.compile(r"\b[\w-]{20,}\b|\d+")
_ENDPOINTS = (
    "token_endpoint",
    "authorization_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
)


@dataclass(frozen=True)
class Question:
    """One failure, or the end of what was seen where nothing failed.

    Attributes:
        evidence: What was seen up to it.
        count: How often the same was seen.
        failed: Whether it is a failure.
    """

    evidence: Evidence
    count: int
    failed: bool


@dataclass(frozen=True)
class Seen:
    """Everything that was seen.

    Attributes:
        exchanges: In their order.
        documents: Metadata documents, whatever server they are of.
        settings: The settings of a saved run.
        secrets: Every secret that stands in it.
        tokens: JWTs that stand for themselves, each with the time beside it, in seconds since 1970-01-01 UTC; 0 where there is
            none.
        one_run: Whether it is one run, whose end alone matters.
        looked_at: When somebody looks at it, in seconds since 1970-01-01 UTC.
    """

    exchanges: tuple[Exchange, ...]
    documents: tuple[Mapping[str, Any], ...] = ()
    settings: tuple[Setting, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    tokens: Mapping[str, float] = field(default_factory=dict, repr=False)
    one_run: bool = False
    looked_at: float | None = None

    def until(self, number: int) -> Evidence:
        """The evidence up to an exchange; the rest came later and explains nothing."""
        exchanges = self.exchanges[: number + 1]
        if len(exchanges) > MOST_EXCHANGES:
            exchanges = (*_related(exchanges), *exchanges[-MOST_EXCHANGES:])
        metadata = self._metadata(exchanges[-1]) if exchanges else {}
        return Evidence(exchanges, metadata, self.settings, self.secrets, self.tokens, self.looked_at)

    def _metadata(self, exchange: Exchange) -> Mapping[str, Any]:
        """The document of the server that was asked; one that stands alone counts where the request was not seen."""
        if self.one_run or (exchange.asked is None and len(self.documents) == 1):
            return self.documents[0] if self.documents else {}
        bare = re.split(r"[?#]", exchange.request.url)[0]
        exact = (one for one in self.documents if bare in [one.get(name) for name in _ENDPOINTS])
        return next(exact, None) or next((one for one in self.documents if _same_host(one, exchange.request.url)), {})


def _related(exchanges: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    """Earlier exchanges with the code or the refresh token of the last one, and the sign-in that brought it."""
    evidence = Evidence(exchanges[-1:])
    values = [value for name in ("code", "refresh_token") if (value := evidence.member(name))]
    return tuple(one for one in exchanges[:-MOST_EXCHANGES] if any(_carries(one, value) for value in values))


def _carries(exchange: Exchange, value: str) -> bool:
    sent = exchange.request.body.decode("utf-8", "replace")
    came = (
        f"{exchange.response.header('location') or ''} {exchange.response.body.decode('utf-8', 'replace')}"
        if exchange.response
        else ""
    )
    return any(spelling in text for spelling in (value, quote_plus(value)) for text in (sent, came))


def _same_host(document: Mapping[str, Any], url: str) -> bool:
    host = urlsplit(url).netloc
    return bool(host) and urlsplit(str(document.get("issuer", ""))).netloc == host


def find_questions(seen: Seen) -> tuple[Question, ...]:
    """What is to be explained.

    Args:
        seen: Everything that was seen.

    Returns:
        Each kind of failure once, the most frequent first, of equally frequent ones the last; where nothing failed, or it is
        one run, the end.
    """
    last = len(seen.exchanges) - 1
    if seen.one_run or last < 0:
        return (_question(seen, last, 1),)
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    last_of = {exchange.purpose: number for number, exchange in enumerate(seen.exchanges)}
    for number, exchange in enumerate(seen.exchanges):
        # Metadata may be in several places; the one that was found counts.
        again = exchange.purpose in _ASKED_AGAIN and number < last_of[exchange.purpose]
        if not again and _failed(exchange):
            key = _kind(exchange)
            found[key] = (number, found.get(key, (0, 0))[1] + exchange.count)
    if not found:
        return (_question(seen, last, 1),)
    ordered = sorted(found.values(), key=lambda one: (-one[1], -one[0]))
    return tuple(_question(seen, number, count) for number, count in ordered[:MOST_QUESTIONS])


def _question(seen: Seen, number: int, count: int) -> Question:
    evidence = seen.until(number)
    return Question(evidence, count, failed=evidence.last is not None and _failed(evidence.last))


def _failed(exchange: Exchange) -> bool:
    alone = Evidence((exchange,))
    if alone.no_answer is not None:
        return not exchange.answer_unseen
    if exchange.purpose in _JUDGED_BY_STATUS and alone.refusal is None:
        return alone.status >= _REFUSED
    if alone.unrecognised is not None and alone.status < _REFUSED and alone.unrecognised.response.body_left_out:
        return False
    return (alone.refusal is not None or alone.unrecognised is not None) and alone.error not in _GO_ON


def _kind(exchange: Exchange) -> tuple[str, ...]:
    alone = Evidence((exchange,))
    words = _CHANGING.sub("#", alone.description)
    return (
        exchange.purpose,
        re.split(r"[?#]", exchange.request.url)[0],
        alone.error,
        str(alone.status),
        words,
        *_who(alone),
    )


def _who(alone: Evidence) -> Iterator[str]:
    yield alone.client.client_id
    yield alone.grant_type
