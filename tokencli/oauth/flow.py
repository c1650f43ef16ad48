"""The steps that a protocol flow asks for, and what is passed in so that it needs nothing else.

A flow is a generator: it yields steps, is sent their results, and returns its outcome. It performs nothing itself
(docs/adr/0002-flows-are-generators.md). Three drivers do: `runtime.perform`, `runtime.dry_run`, `runtime.replay`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tokencli.oauth.remark import Remark
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
        hands_on: Judges the head of the answer: whether its body is handed on octet for octet as it comes, to whoever
            wanted it. None for a body that is only read here.
        remarks: What its receiver may not like about it, seen only now; it is said before it is sent.
    """

    request: Request
    purpose: Purpose
    hands_on: Callable[[Response], bool] | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Let this much time pass. The result is None.

    Attributes:
        seconds: How long.
        reason: What is waited for, to be shown.
        until: When the whole waiting ends by the monotonic clock, so that the time left can be shown; None when that is open.
    """

    seconds: float
    reason: str
    until: float | None = None


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


@dataclass(frozen=True, slots=True)
class ShowBindingMessage:
    """Tell a person who is asked on their own device what they must see there (OpenID CIBA Core section 7.1). The result is None.

    Attributes:
        binding_message: The message that both devices show; empty when there is none.
        expires_in: For how many seconds the request is good.
    """

    binding_message: str
    expires_in: float


@dataclass(frozen=True, slots=True)
class Listen:
    """Bind a port for the answer of a browser, before anything names it. The result is the port.

    Attributes:
        addresses: The addresses to bind, all on the same port.
        ports: The ports to try in this order; 0 is any free one.
        path: The path that the answer must come to.
        host: The host that the redirect URI names, and the browser therefore asks for.
        tls: Whether the answer comes over https.
    """

    addresses: tuple[str, ...]
    ports: tuple[int, ...]
    path: str
    host: str
    tls: bool


@dataclass(frozen=True, slots=True)
class OpenBrowser:
    """Let a person open this URL. The result is None.

    Attributes:
        url: The authorization request.
        redirect_uri: Where the answer will come to.
        listens: Whether something listens there; if not, the person must paste the answer.
    """

    url: str
    redirect_uri: str
    listens: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer of the browser means for the wait.

    Attributes:
        ends: Whether it is the answer to this request, so that the wait is over.
        success: Whether the person did what was asked for.
        says: What the person reads in the browser.
    """

    ends: bool
    success: bool
    says: str


@dataclass(frozen=True, slots=True)
class AwaitResponse:
    """Wait for the browser's answer, or for the person to paste it. The result is a `Response`, or None when time is over.

    Attributes:
        judge: Judges an answer; only one that was meant for this request ends the wait.
        seconds: How long to wait.
        redirect_uri: Where the answer comes to.
        state: The state, which completes a code that a person pasted alone.
    """

    judge: Callable[[Response], Judgement]
    seconds: float
    redirect_uri: str
    state: str


@dataclass(frozen=True, slots=True)
class ListenForPing:
    """Bind a port for the server's notification, before it learns that there is one to send. The result is None.

    Attributes:
        listen: Where to listen.
    """

    listen: Listen


@dataclass(frozen=True, slots=True)
class Ping:
    """A notification as it came (OpenID CIBA Core section 10.2).

    Attributes:
        authorization: The header field `Authorization`; empty when there is none.
        body: The body.
    """

    authorization: str
    body: bytes


@dataclass(frozen=True, slots=True)
class PingJudgement:
    """What a notification means for the wait.

    Attributes:
        status: The status code it is answered with; 204 ends the wait.
        says: What it was, in words.
    """

    status: int
    says: str

    @property
    def ends(self) -> bool:
        """Whether it is the notification that is waited for."""
        return self.status == 204  # noqa: PLR2004 - No Content, OpenID CIBA Core section 9


@dataclass(frozen=True, slots=True)
class AwaitPing:
    """Wait for the server's notification. The result is True, or False when time is over.

    Attributes:
        judge: Judges a notification; only one of this server for this request ends the wait.
        seconds: How long to wait.
        until: When that is over by the monotonic clock, so that the time left can be shown.
    """

    judge: Callable[[Ping], PingJudgement]
    seconds: float
    until: float


Step = (
    Send | Wait | ShowUserCode | ShowBindingMessage | Listen | OpenBrowser | AwaitResponse | ListenForPing | AwaitPing
)

Flow = Generator[Step, Any, T]


def send(request: Request, purpose: Purpose) -> Flow[Response | NoAnswer]:
    """Yields one `Send` and hands on its result with its type."""
    answer: Response | NoAnswer = yield Send(request, purpose)
    return answer
