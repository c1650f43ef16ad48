"""Which exchanges of a capture are in question: each failure once, with everything that was seen before it as its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokencli.diagnosis.evidence import Evidence
from tokencli.wire.exchange import Exchange, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tokencli.wire.trace import Setting

_REFUSED = 400  # RFC 9110 section 15.5
# Answers that ask for the next request rather than refuse (RFC 8628 section 3.5, RFC 9449 section 8).
_GO_ON = frozenset({"authorization_pending", "slow_down", "use_dpop_nonce"})
_CHANGING = re.compile(r"\d+|\b[\w-]{20,}\b")
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
        tokens: JWTs that stand for themselves.
        one_run: Whether it is one run, whose end alone matters.
        looked_at: When somebody looks at it, in seconds since 1970-01-01 UTC.
    """

    exchanges: tuple[Exchange, ...]
    documents: tuple[Mapping[str, Any], ...] = ()
    settings: tuple[Setting, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    tokens: tuple[str, ...] = field(default=(), repr=False)
    one_run: bool = False
    looked_at: float | None = None

    def until(self, number: int) -> Evidence:
        """The evidence up to an exchange; the rest came later and explains nothing."""
        exchanges = self.exchanges[: number + 1]
        metadata = self._metadata(exchanges[-1]) if exchanges else {}
        return Evidence(exchanges, metadata, self.settings, self.secrets, self.tokens, self.looked_at)

    def _metadata(self, exchange: Exchange) -> Mapping[str, Any]:
        """The document of the server that was asked; one that stands alone counts where the request was not seen."""
        if self.one_run or (exchange.asked is None and len(self.documents) == 1):
            return self.documents[0] if self.documents else {}
        bare = re.split(r"[?#]", exchange.request.url)[0]
        exact = (one for one in self.documents if bare in [one.get(name) for name in _ENDPOINTS])
        return next(exact, None) or next((one for one in self.documents if _same_host(one, exchange.request.url)), {})


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
    for number, exchange in enumerate(seen.exchanges):
        if _failed(exchange, seen.exchanges[number + 1 :]):
            key = _kind(exchange)
            found[key] = (number, found.get(key, (0, 0))[1] + exchange.count)
    if not found:
        return (_question(seen, last, 1),)
    ordered = sorted(found.values(), key=lambda one: (-one[1], -one[0]))
    return tuple(_question(seen, number, count) for number, count in ordered)


def _question(seen: Seen, number: int, count: int) -> Question:
    evidence = seen.until(number)
    return Question(evidence, count, failed=evidence.last is not None and _failed(evidence.last, ()))


def _failed(exchange: Exchange, later: Sequence[Exchange]) -> bool:
    alone = Evidence((exchange,))
    if exchange.purpose in {Purpose.METADATA, Purpose.KEYS} and any(one.purpose is exchange.purpose for one in later):
        return False  # metadata may be in several places; the one that was found counts
    if alone.no_answer is not None:
        return not exchange.answer_unseen
    if exchange.purpose in {Purpose.METADATA, Purpose.KEYS, Purpose.AUTHORIZATION} and alone.refusal is None:
        return alone.status >= _REFUSED
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
