"""A server that hands a sign-in out to a person, and a clock that only waiting moves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tokencli.oauth.back_channel import BackChannel
from tokencli.oauth.client_auth.none import NoAuthentication
from tokencli.oauth.flow import Ambient, AwaitPing, Wait
from tokencli.oauth.server import Server
from tokencli.runtime.replay import Replayed, replay
from tokencli.wire import form
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.oauth.flow import Flow, Ping, Send

T = TypeVar("T")

NOW = 1_772_366_400.0
ENDPOINTS = {
    name: f"https://login.example/{name}"
    for name in ("token_endpoint", "device_authorization_endpoint", "backchannel_authentication_endpoint")
}
LOST = NoAnswer(NoAnswerReason.TIMEOUT, "no answer within 30 s", sent=True)


def answer(status: int = 200, **members: Any) -> Response:
    """An answer in JSON."""
    headers = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
    return Response(status, headers, json.dumps(members).encode())


def refusal(error: str) -> Response:
    """A refusal with this code."""
    return answer(400, error=error)


ISSUED = answer(access_token="at-1", token_type="Bearer", expires_in=3600)
PENDING, SLOW_DOWN = refusal("authorization_pending"), refusal("slow_down")


@dataclass
class Situation:
    """A client, a server, and the time that has passed.

    Attributes:
        seconds: How many have passed.
        metadata: The server's metadata.
        client_id: The client.
    """

    seconds: float = 0.0
    client_id: str = "tv"

    @property
    def ambient(self) -> Ambient:
        """The clock."""
        return Ambient(lambda: NOW + self.seconds, lambda: 1000.0 + self.seconds, lambda count: bytes(range(count)))

    def channel(self, **endpoints: str) -> BackChannel:
        """The way to the server."""
        server = Server("https://login.example", {**ENDPOINTS, **endpoints})
        authentication = NoAuthentication(client_id=self.client_id)
        return BackChannel(server, authentication, self.ambient, "tokencli/test", client_id=self.client_id)

    def replay(self, flow: Flow[T], answers: Iterable[Response | NoAnswer | Ping | None]) -> Replayed[T]:
        """Runs a flow against a script; each wait moves the clock."""
        return replay(self._ticking(flow), answers)

    def _ticking(self, flow: Flow[T]) -> Flow[T]:
        result: Any = None
        while True:
            try:
                step = flow.send(result)
            except StopIteration as stop:
                outcome: T = stop.value
                return outcome
            result = yield step
            if isinstance(step, Wait) or (isinstance(step, AwaitPing) and not result):
                self.seconds += step.seconds


def sent(step: Send) -> dict[str, str]:
    """The members of the form that a step sends."""
    return dict(form.decode(step.request.body.decode()))
