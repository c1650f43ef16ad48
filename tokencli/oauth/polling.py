"""Asking again until a person has acted; one way for the device grant and for CIBA (RFC 8628 section 3.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.back_channel import retry_after
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import Ambient, Flow, Wait
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from tokencli.wire.message import Response

DEFAULT_INTERVAL_SECONDS = 5.0  # RFC 8628 section 3.2: "If no value is provided, clients MUST use 5 as the default"
SLOW_DOWN_SECONDS = (
    5.0  # RFC 8628 section 3.5: "the interval MUST be increased by 5 seconds"; OpenID CIBA Core section 11: at least
)
DEFAULT_LIFETIME_SECONDS = 900.0  # expires_in is REQUIRED (RFC 8628 section 3.2); servers that omit it mean minutes
WAITING = "waiting for the person to confirm"
_SERVER_FAILURE = 500
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The person did not act while the code was good.

    Attributes:
        seconds: For how long the code was good.
        ago: The seconds since it ended, where it had ended before anything was asked; else 0.
    """

    seconds: float
    ago: float = 0.0


Asked = TokenSet | ErrorResponse | Unrecognised | NoAnswer
Polled = Asked | TimedOut
Ask = Callable[[], Flow[Asked]]


def seconds(value: Any, default: float) -> float:
    """The seconds that a server wrote, as a number or a text; the default where they make no sense."""
    if isinstance(value, bool):
        return default
    try:
        told = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return told if 0 < told < 10**7 else default


def poll(ask: Ask, ambient: Ambient, interval: float, lifetime: float, *, at_once: bool = False) -> Flow[Polled]:
    """Asks, waits and asks again until there is an answer that ends the matter.

    Args:
        ask: Sends one token request.
        ambient: The clock that deadlines are kept with.
        interval: Seconds between the end of one request and the start of the next.
        lifetime: Seconds after which asking is pointless.
        at_once: Whether the server said that there is an answer, so that the first request need not wait.
    """
    deadline = ambient.monotonic() + lifetime
    pause = 0.0 if at_once else interval
    while True:
        # RFC 8628 section 3.5: the client MUST wait at least the interval between polling requests; also before the first.
        if ambient.monotonic() + pause > deadline:
            yield Wait(max(0.0, deadline - ambient.monotonic()), "the time to confirm ends", deadline)
            return TimedOut(lifetime)
        if pause:
            yield Wait(pause, WAITING, deadline)
        reply = yield from ask()
        next_interval = _next_interval(reply, interval, ambient)
        if next_interval is None:
            return reply
        interval = pause = next_interval


def _next_interval(reply: Asked, interval: float, ambient: Ambient) -> float | None:
    """The interval before the next request; None when this reply ends the matter."""
    if isinstance(reply, NoAnswer):
        # RFC 8628 section 3.5: on a connection timeout, clients MUST unilaterally reduce their polling frequency.
        return interval * 2
    if isinstance(reply, TokenSet):
        return None
    if isinstance(reply, ErrorResponse) and reply.error == "authorization_pending":
        return interval
    if isinstance(reply, ErrorResponse) and reply.error == "slow_down":
        # RFC 8628 section 3.5: "for this and all subsequent requests"
        return interval + SLOW_DOWN_SECONDS
    return _after_failure(reply.response, interval, ambient)


def _after_failure(response: Response, interval: float, ambient: Ambient) -> float | None:
    if response.status != _TOO_MANY_REQUESTS and response.status < _SERVER_FAILURE:
        return None
    return max(interval * 2, retry_after(response, ambient.now()) or 0.0)
