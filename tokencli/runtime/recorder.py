"""Every exchange of a run, kept in order, and told to whoever watches as it happens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tokencli.runtime.handing_on import HandingOn
from tokencli.wire.exchange import Exchange

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient, Send
    from tokencli.runtime.handing_on import Taker
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Request, Response


class Sends(Protocol):
    """Whatever can send a request."""

    def send(self, request: Request, handing_on: HandingOn | None = None) -> Response | NoAnswer:
        """Sends one request, and hands on what is wanted of its answer."""


class Watcher(Protocol):
    """Whoever wants to see the conversation as it happens."""

    def sending(self, step: Send) -> None:
        """A request is about to be sent."""

    def ended(self, exchange: Exchange) -> None:
        """An answer came, or none will."""


@dataclass
class Recorder:
    """Sends and remembers.

    Attributes:
        transport: What sends.
        ambient: The clock.
        watchers: Told of every request and its end.
        exchanges: The exchanges so far.
        taker: Whoever takes the bodies that flows hand on; None for nobody.
    """

    transport: Sends
    ambient: Ambient
    watchers: tuple[Watcher, ...] = ()
    exchanges: list[Exchange] = field(default_factory=list)
    taker: Taker | None = None

    def send(self, step: Send) -> Response | NoAnswer:
        """Sends the request of a step."""
        for watcher in self.watchers:
            watcher.sending(step)
        started_at, start = self.ambient.now(), self.ambient.monotonic()
        answer = self._sent(step)
        seconds = self.ambient.monotonic() - start
        self.keep(Exchange(step.purpose, step.request, answer, started_at, seconds))
        return answer

    def _sent(self, step: Send) -> Response | NoAnswer:
        if step.hands_on is None or self.taker is None:
            return self.transport.send(step.request)
        return self.transport.send(step.request, HandingOn(step.hands_on, self.taker))

    def keep(self, exchange: Exchange) -> None:
        """Remembers an exchange, also one that a browser had."""
        self.exchanges.append(exchange)
        for watcher in self.watchers:
            watcher.ended(exchange)
