"""The token endpoint of a server that rotates: it takes each refresh token once, and remembers what it was sent."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from tests.faults.server import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.server import Line

SOON = 1  # seconds; less than any token must still live to be handed out
LATER = 3600


def deliver(line: Line, octets: bytes) -> None:
    """Sends an answer as it should be sent."""
    line.send(octets)


def lose(line: Line, octets: bytes) -> None:
    """Loses an answer: everything was done, and nobody hears of it."""
    line.reset()


@dataclass
class Rotating:
    """A behaviour of the misbehaving server.

    Attributes:
        lifetime: How long the next access tokens live, in seconds; None for one that does not say.
        rotates: Whether a refresh brings a new refresh token; else the answer has none, and the old one stays good.
        padding: How many characters longer an access token is than it would be.
        answer: How the tokens that a refresh brought are sent.
        sign_ins: How many other grants were answered.
        taken: The refresh tokens that were taken, in order.
        refused: The refresh tokens that were not.
        forms: The members of every request.
    """

    lifetime: int | None = SOON
    rotates: bool = True
    padding: int = 0
    answer: Callable[[Line, bytes], None] = deliver
    sign_ins: int = 0
    taken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    _good: str = ""
    _issued: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, line: Line) -> None:
        """Answers one request; one that was cut off is none."""
        if len(line.request.body) < int(line.request.header("content-length") or 0):
            return
        form = dict(parse_qsl(line.request.body.decode()))
        with self._lock:
            self.forms.append(form)
            token = form["refresh_token"] if form["grant_type"] == "refresh_token" else None
            octets = self._sign_in() if token is None else self._refresh(token)
        (self.answer if token in self.taken[-1:] and token not in self.refused else deliver)(line, octets)

    @property
    def newest(self) -> str:
        """The access token that was issued last."""
        return f"at-{self._issued}" + "x" * self.padding

    def revoke(self) -> None:
        """Takes no refresh token any more that was issued so far."""
        self._good = ""

    def _sign_in(self) -> bytes:
        self.sign_ins += 1
        return self._issue(new_refresh_token=True)

    def _refresh(self, token: str) -> bytes:
        if token != self._good:
            # RFC 9700 section 4.14.2: an invalidated one coming back ends the whole family.
            self._good = ""
            self.refused.append(token)
            return whole(400, b'{"error": "invalid_grant", "error_description": "Session not active"}')
        self.taken.append(token)
        return self._issue(new_refresh_token=self.rotates)

    def _issue(self, *, new_refresh_token: bool) -> bytes:
        self._issued += 1
        members: dict[str, object] = {"access_token": self.newest, "token_type": "Bearer"}
        if self.lifetime is not None:
            members["expires_in"] = self.lifetime
        if new_refresh_token:
            self._good = f"rt-{self._issued}"
            members["refresh_token"] = self._good
        return whole(200, json.dumps(members).encode())
