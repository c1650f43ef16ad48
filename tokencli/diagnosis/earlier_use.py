"""What was used before: earlier token requests that carried the same code or refresh token, with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tokencli.diagnosis.client_seen import read_client
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.wording import in_place
from tokencli.oauth.answer import Answer, read_members
from tokencli.wire import form
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import host_header
from tokencli.wire.placeholders import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.exchange import Exchange


@dataclass(frozen=True, slots=True)
class EarlierUse:
    """One earlier request with the same value.

    Attributes:
        exchange: The exchange.
        answer: The members of its answer when it succeeded; else nothing.
    """

    exchange: Exchange
    answer: Mapping[str, Any]

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
    """The earlier token requests that carried the same value of a member as the last one."""
    value = evidence.member(name)
    for exchange in evidence.exchanges[:-1] if value and is_known(value) else ():
        if exchange.purpose is Purpose.TOKEN and (name, value) in form.decode(
            exchange.request.body.decode("utf-8", "replace")
        ):
            reply = read_members(exchange.response) if exchange.response else None
            yield EarlierUse(exchange, reply.members if isinstance(reply, Answer) else {})
