"""What was used before: earlier token requests that carried the same code or refresh token, with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.diagnosis.client_seen import read_client
from tokencli.diagnosis.clocks import TOLERATED_SECONDS
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.wording import in_place
from tokencli.oauth.answer import Answer, read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire import form
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import host_header
from tokencli.wire.placeholders import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tokencli.wire.exchange import Exchange

_OK = 200
_REDIRECTIONS = range(300, 400)  # RFC 9110 section 15.4
_TOO_MANY_REQUESTS = 429  # RFC 6585 section 4
_LAYERS_SECONDS = 1  # within which the layers of one program write one request into a log


@dataclass(frozen=True, slots=True)
class EarlierUse:
    """One earlier request with the same value.

    Attributes:
        exchange: The exchange.
        answer: The members of its answer when it succeeded; else nothing.
    """

    exchange: Exchange
    answer: Mapping[str, Any]

    @property
    def succeeded(self) -> bool:
        """Whether it got tokens, or a success whose body was not kept."""
        response = self.exchange.response
        # RFC 6749 sections 5.1 and 5.2: tokens come under 200, refusals under 400 and above.
        return bool(self.answer) or (response is not None and response.status == _OK and response.body_left_out)

    def pointer(self, name: str) -> Pointer:
        """Where it was used: by which client, with which program, when, and with what result."""
        request = self.exchange.request
        client = read_client(
            request.header("authorization") or "", form.decode(request.body.decode("utf-8", "replace"))
        )
        told = (
            f"the same, sent{clock_time(self.exchange.started_at)}",
            f"by client {client.client_id}" if client.client_id else "",
            f"from {program}" if (program := request.header("user-agent")) else "",
            f"to {host_header(request.url)}" if request.url else "",
            f"answered {self.exchange.response.status}" if self.exchange.response else "without an answer",
        )
        return Pointer(in_place("earlier token request", self.exchange), name, ", ".join(part for part in told if part))


def clock_time(moment: float) -> str:
    """` at 2026-03-01 12:00:00 UTC`; empty when the time is not known."""
    return f" at {datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%S} UTC" if 0 < moment < _ENDLESS else ""


_ENDLESS = 253_402_300_800  # the year 10000, which no calendar here knows


def earlier_uses(evidence: Evidence, name: str) -> Iterator[EarlierUse]:
    """The earlier token requests that carried the same value of a member as the last one, and may have used it."""
    value = evidence.member(name)
    for exchange in evidence.exchanges[:-1] if value and is_known(value) else ():
        if (
            exchange.purpose is Purpose.TOKEN
            and (name, value) in form.decode(exchange.request.body.decode("utf-8", "replace"))
            and reached(exchange)
            # RFC 6749 section 4.1.3: the server MUST authenticate the client, and then looks at the code.
            and not Evidence((exchange,)).client_refused
            and surely_another(exchange, evidence)
        ):
            reply = read_members(exchange.response) if exchange.response else None
            yield EarlierUse(exchange, reply.members if isinstance(reply, Answer) else {})


def reached(exchange: Exchange) -> bool:
    """Whether a request may have reached the endpoint: not where nothing was sent, nor where it was sent elsewhere or sent away."""
    if isinstance(exchange.answer, NoAnswer):
        return exchange.answer_unseen or exchange.answer.sent
    return exchange.answer.status not in _REDIRECTIONS and exchange.answer.status != _TOO_MANY_REQUESTS


def surely_another(earlier: Exchange, evidence: Evidence) -> bool:
    """Whether an earlier exchange is surely another one than the last, and not the last as a second capture shows it.

    Args:
        earlier: The earlier exchange.
        evidence: The exchanges; the last one is what it is compared with.
    """
    last = evidence.last
    # A run of our own shows each exchange once.
    if last is None or not (earlier.place and last.place):
        return True
    one_source = _source(earlier) == _source(last)
    if earlier.started_at > 0 and last.started_at > 0:
        apart = abs(last.started_at - earlier.started_at)
        layers = _LAYERS_SECONDS if earlier.answer_unseen or last.answer_unseen else 0
        if apart > (layers if one_source else TOLERATED_SECONDS):
            return True
    return not (_may_be_one(_path(earlier), _path(last)) and _may_be_one(_outcome(earlier), _outcome(last))) or (
        _members(earlier) != _members(last)
    )


def _may_be_one(one: str, other: str) -> bool:
    """Whether two texts are the same as far as both are known."""
    return not (one and other) or one == other


def _source(exchange: Exchange) -> str:
    return exchange.place.rpartition(", ")[0]


def _path(exchange: Exchange) -> str:
    return urlsplit(exchange.request.url).path


def _members(exchange: Exchange) -> list[tuple[str, str]]:
    return sorted(form.decode(exchange.request.body.decode("utf-8", "replace")))


def _outcome(exchange: Exchange) -> str:
    """The error of a refusal, and a word for what else came; empty when it was not seen."""
    if exchange.response is None:
        return "" if exchange.answer_unseen else "no answer"
    reply = read_members(exchange.response)
    return reply.error if isinstance(reply, ErrorResponse) else type(reply).__name__
