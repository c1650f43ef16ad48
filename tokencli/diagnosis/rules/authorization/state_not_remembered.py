"""The client no longer knew the state of the sign-in that came back.

Means:
    Its library keeps the state in a session or a cookie, and found none, or that of another sign-in: the cookie did not come
    back with the redirect, the session lies in the memory of another instance, the sign-in began on another host name, took
    too long, or was begun again in a second tab. The server did nothing wrong.

Seen by:
    Words by which client libraries say so, such as `mismatching_state` or `authorization_request_not_found`, in a log.

Do:
    Start anew in one tab. Where it happens always, look whether the cookie set before the redirect comes back after it: SameSite,
    Secure, path, host name; and let instances share their sessions, or the keys that protect their cookies.

See:
    RFC 6749 section 10.12, RFC 9700 section 4.7
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_CODES = frozenset({"mismatching_state", "authorization_request_not_found"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A client that refuses an answer because it does not know its state."""
    if evidence.error not in _CODES:
        return
    yield Finding(
        name="state-not-remembered",
        confidence=Confidence.LIKELY,
        what="the client did not find the state of the sign-in that came back, or found another one",
        # RFC 6749 section 10.12: the client MUST implement CSRF protection for its redirection URI.
        why=because(
            "that is what client libraries mean by it: the session or the cookie with the state was lost", evidence
        ),
        help="start anew in one tab; where it happens always, see that the cookie set before the redirect comes back after it",
        who=Who.APP_OWNER,
        where=(error_pointer(evidence),),
        see=("RFC 6749 section 10.12", "RFC 9700 section 4.7", "tokencli explain state-not-remembered"),
    )
