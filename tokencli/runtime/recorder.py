"""Every exchange of a run, kept in order, and told to whoever watches as it happens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tokencli.wire.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.flow import Ambient, Send
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Request, Response


class Sends(Protocol):
    """Whatever can send a request."""

    def send(self, request: Request) -> Response | NoAnswer:
        """Sends one request."""


@dataclass
class Recorder:
    """Sends and remembers.

    Attributes:
        transport: What sends.
        ambient: The clock.
        watchers: Told every exchange when it is over.
        exchanges: The exchanges so far.
    """

    transport: Sends
    ambient: Ambient
    watchers: tuple[Callable[[Exchange], None], ...] = ()
    exchanges: list[Exchange] = field(default_factory=list)

    def send(self, step: Send) -> Response | NoAnswer:
        """Sends the request of a step."""
        started_at, start = self.ambient.now(), self.ambient.monotonic()
        answer = self.transport.send(step.request)
        seconds = self.ambient.monotonic() - start
        exchange = Exchange(step.purpose, step.request, answer, started_at, seconds)
        self.exchanges.append(exchange)
        for watch in self.watchers:
            watch(exchange)
        return answer
