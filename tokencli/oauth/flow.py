"""The steps that a protocol flow asks for, and what is passed in so that it needs nothing else.

A flow is a generator: it yields steps, is sent their results, and returns its outcome. It performs nothing itself
(docs/adr/0002-flows-are-generators.md). Three drivers do: `runtime.perform`, `runtime.dry_run`, `runtime.replay`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tokencli.wire.exchange import NoAnswer, Purpose
    from tokencli.wire.message import Request, Response

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ambient:
    """Clock and randomness, handed in.

    Attributes:
        now: The wall clock, in seconds since 1970-01-01 UTC.
        monotonic: A clock that never goes back, in seconds, for deadlines.
        random_octets: That many unpredictable octets.
    """

    now: Callable[[], float]
    monotonic: Callable[[], float]
    random_octets: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Send:
    """Send this request. The result is a `Response` or a `NoAnswer`.

    Attributes:
        request: The request, complete.
        purpose: What it is for.
    """

    request: Request
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Wait:
    """Let this much time pass. The result is None.

    Attributes:
        seconds: How long.
        reason: What is waited for, to be shown.
    """

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class ShowUserCode:
    """Show a person where to go and what to type (RFC 8628 section 3.3). The result is None.

    Attributes:
        user_code: The code, to be shown exactly as given.
        verification_uri: Where to type it.
        verification_uri_complete: The same with the code in it; empty when the server gave none.
        expires_in: For how many seconds the code is good.
    """

    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: float


Step = Send | Wait | ShowUserCode

Flow = Generator[Step, Any, T]


def send(request: Request, purpose: Purpose) -> Flow[Response | NoAnswer]:
    """Yields one `Send` and hands on its result with its type."""
    answer: Response | NoAnswer = yield Send(request, purpose)
    return answer
