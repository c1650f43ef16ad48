"""Asking again until a person has acted; one way for the device grant and for CIBA (RFC 8628 section 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.oauth.back_channel import retry_after
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import Ambient, Flow, Wait
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.answer import Unrecognised
    from tokencli.wire.message import Response

DEFAULT_INTERVAL_SECONDS = 5.0  # RFC 8628 section 3.2: "If no value is provided, clients MUST use 5 as the default"
SLOW_DOWN_SECONDS = 5.0  # RFC 8628 section 3.5: "the interval MUST be increased by 5 seconds"
DEFAULT_LIFETIME_SECONDS = 900.0  # expires_in is REQUIRED (RFC 8628 section 3.2); servers that omit it mean minutes
_SERVER_FAILURE = 500
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The person did not act while the code was good.

    Attributes:
        seconds: For how long the code was good.
    """

    seconds: float


def poll(
    ask: Callable[[], Flow[TokenSet | ErrorResponse | Unrecognised | NoAnswer]],
    ambient: Ambient,
    interval: float,
    lifetime: float,
) -> Flow[TokenSet | ErrorResponse | Unrecognised | NoAnswer | TimedOut]:
    """Asks, waits and asks again until there is an answer that ends the matter.

    Args:
        ask: Sends one token request.
        ambient: The clock that deadlines are kept with.
        interval: Seconds between the end of one request and the start of the next.
        lifetime: Seconds after which asking is pointless.
    """
    deadline = ambient.monotonic() + lifetime
    while True:
        # RFC 8628 section 3.5: the client MUST wait at least the interval between polling requests; also before the first.
        if ambient.monotonic() + interval > deadline:
            yield Wait(max(0.0, deadline - ambient.monotonic()), "the code is about to expire")
            return TimedOut(lifetime)
        yield Wait(interval, "waiting for the person to confirm")
        reply = yield from ask()
        next_interval = _next_interval(reply, interval, ambient)
        if next_interval is None:
            return reply
        interval = next_interval


def _next_interval(
    reply: TokenSet | ErrorResponse | Unrecognised | NoAnswer, interval: float, ambient: Ambient
) -> float | None:
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
