"""The server failed, or asks to be asked less often.

Means:
    A 5xx status, 429, `server_error` and `temporarily_unavailable` say nothing about the request. Stored tokens are still
    good. A code or a refresh token in the request may be spent all the same.

Seen by:
    Status 429 or 5xx, or one of these error codes.

Do:
    Wait as long as `Retry-After` says, or a minute, then try again. If it stays, the server's administrator must look.

See:
    RFC 9110 section 15.6, RFC 6585 section 4, RFC 9110 section 10.2.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import answer_name, because, error_pointer, may_be_spent
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_TOO_MANY_REQUESTS = 429  # RFC 6585 section 4
_SERVER_FAILURE = 500
_CODES = frozenset({"server_error", "temporarily_unavailable"})  # RFC 6749 section 4.1.2.1
_MEANINGS = {
    429: "the server was asked too often",
    502: "something in front of the server got no good answer from it",
    503: "the server is overloaded or under maintenance",
    504: "something in front of the server waited too long for it",
}


def look(evidence: Evidence) -> Iterator[Finding]:
    """An answer that says the server is not able to answer."""
    often = evidence.status == _TOO_MANY_REQUESTS
    if not (often or evidence.status >= _SERVER_FAILURE or evidence.error in _CODES):
        return
    yield Finding(
        name="server-failed",
        confidence=Confidence.CERTAIN,
        what="the server asks to be asked less often" if often else "the server failed to handle the request",
        why=because("; ".join(_facts(evidence)), evidence),
        help=f"try again {_when(evidence)}" + ("" if often else "; if it stays, the server's log has the reason"),
        who=Who.YOU if often else Who.ADMINISTRATOR,
        where=(error_pointer(evidence), *_retry_after(evidence)),
        see=("RFC 9110 section 15.6", "RFC 6585 section 4", "tokencli explain server-failed"),
    )


def _facts(evidence: Evidence) -> Iterator[str]:
    yield f"status {evidence.status}"
    meaning = _MEANINGS.get(evidence.status)
    if meaning:
        yield meaning
    spent = may_be_spent(evidence)
    if spent and evidence.status != _TOO_MANY_REQUESTS:
        yield spent


def _told(evidence: Evidence) -> str:
    return (evidence.response.header("retry-after") or "").strip() if evidence.response else ""


def _when(evidence: Evidence) -> str:
    told = _told(evidence)
    if not told:
        return "in a minute"
    return f"after {told} seconds" if told.isdigit() else f"after {told}"


def _retry_after(evidence: Evidence) -> tuple[Pointer, ...]:
    told = _told(evidence)
    return (Pointer(answer_name(evidence), "Retry-After", told),) if told else ()
