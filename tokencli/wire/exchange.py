"""One exchange: a request with the response to it, or with the reason why none came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tokencli.wire.message import Request, Response

# What stands in an exchange of which a capture shows only the other half.
UNSEEN_REQUEST = Request("", "")


class Purpose(StrEnum):
    """What a request is for; rules and views ask this instead of guessing from the URL."""

    TOKEN = "token"  # noqa: S105 - a word, no secret
    DEVICE_AUTHORIZATION = "device_authorization"
    AUTHORIZATION = "authorization"
    BACKCHANNEL_AUTHENTICATION = "backchannel_authentication"
    PUSHED_AUTHORIZATION = "pushed_authorization"
    METADATA = "metadata"
    KEYS = "keys"
    INTROSPECTION = "introspection"
    REVOCATION = "revocation"
    USERINFO = "userinfo"
    RESOURCE = "resource"
    ASSERTION = "assertion"


class NoAnswerReason(StrEnum):
    """At which point a conversation ended without a whole answer."""

    NAME = "name"
    CONNECT = "connect"
    PROXY = "proxy"
    TLS = "tls"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    BROWSER = "browser"  # it sent nothing, or kept the answer from the page
    UNSEEN = "unseen"  # a capture shows the request alone


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No whole answer came.

    Attributes:
        reason: At which point the conversation ended.
        detail: What the system said, in its words.
        sent: Whether the request may have reached the server: then a code or a refresh token may be spent.
    """

    reason: NoAnswerReason
    detail: str
    sent: bool = False


UNSEEN_ANSWER = NoAnswer(NoAnswerReason.UNSEEN, "the capture does not show the answer")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what became of it.

    Attributes:
        purpose: What the request was for.
        request: What was sent.
        answer: What came back, or why nothing did.
        started_at: When it was sent, in seconds since 1970-01-01 UTC.
        seconds: How long it took.
        place: Where in a capture it stands; empty for a run of our own.
        count: How often the same was seen.
    """

    purpose: Purpose
    request: Request
    answer: Response | NoAnswer
    started_at: float
    seconds: float
    place: str = ""
    count: int = 1

    @property
    def asked(self) -> Request | None:
        """The request, or None when a capture shows the answer alone."""
        return None if self.request == UNSEEN_REQUEST else self.request

    @property
    def answer_unseen(self) -> bool:
        """Whether a capture shows the request alone."""
        return isinstance(self.answer, NoAnswer) and self.answer.reason is NoAnswerReason.UNSEEN

    @property
    def response(self) -> Response | None:
        """The response, or None when none came."""
        return self.answer if isinstance(self.answer, Response) else None
