"""A browser sent nothing, or kept the answer from the page.

Means:
    A page may read the answer of another site only where that site allows its origin (CORS). Before a request with a token or
    JSON the browser asks with OPTIONS, and sends nothing where that is not answered with success. An extension, such as an ad
    blocker, stops requests by itself, and a page that is left or reloaded leaves its requests behind.

Seen by:
    A capture of a browser that says that the request failed, and names nothing of the network.

Do:
    Register the web origin of the page with the server, to the letter and without a final slash, and check the address that is
    asked: a redirect or an error page allows no origin either. For an extension, try a window without any. Else ask for the
    tokens before the page is left.

See:
    RFC 9700 section 2.6, RFC 6454 section 7
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import may_be_spent, request_name
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_BLOCKED, _ABORTED = "BLOCKED_BY_CLIENT", "ABORTED"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A request that ended in the browser."""
    problem = evidence.ended_without_answer(NoAnswerReason.BROWSER)
    if problem is None:
        return
    origin = _other_origin(evidence)
    what, help_, who, confidence = _told(problem.detail, origin)
    yield Finding(
        name="answer-kept-by-browser",
        confidence=confidence,
        what=what,
        why="; ".join(part for part in (f"the browser says: {problem.detail}", may_be_spent(evidence)) if part),
        help=help_,
        who=who,
        where=(
            Pointer(request_name(evidence), "url", evidence.host),
            *((Pointer(request_name(evidence), "Origin", origin),) if origin else ()),
        ),
        see=("RFC 9700 section 2.6", "tokencli explain answer-kept-by-browser"),
    )


def _told(detail: str, origin: str) -> tuple[str, str, Who, Confidence]:
    if _BLOCKED in detail.upper():
        told = "an extension of the browser stopped the request"
        return told, "try it in a window without extensions, such as a private one", Who.END_USER, Confidence.CERTAIN
    if _ABORTED in detail.upper():
        told = "the page was left, or took its request back, before the answer came"
        return (
            told,
            "ask before the page is left, reloaded or sent on, and wait for the answer",
            Who.YOU,
            Confidence.LIKELY,
        )
    if origin:
        # RFC 9700 section 2.6: the token endpoint and others that clients access directly MAY support CORS.
        told = "the browser kept the answer from the page: the server does not allow the page's origin there"
        return (
            told,
            f"register the web origin {origin} with the server, and check the address",
            Who.APP_OWNER,
            Confidence.LIKELY,
        )
    told = "the browser gave the request up, and does not say why"
    return told, "look into the console of the browser, and check the address", Who.YOU, Confidence.POSSIBLE


def _other_origin(evidence: Evidence) -> str:
    """The origin of the page, when it is another one than that of the URL; else an empty text."""
    origin = (evidence.request.header("origin") or "") if evidence.request else ""
    parts = urlsplit(evidence.request.url if evidence.request else "")
    # RFC 6454 section 5: two origins are the same if scheme, host and port are.
    return "" if origin in {"", "null", f"{parts.scheme}://{parts.netloc}"} else origin
