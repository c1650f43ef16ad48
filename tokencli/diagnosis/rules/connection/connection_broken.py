"""The connection ended in the middle of the conversation.

Means:
    Server, load balancer or a machine between closed the connection before a whole answer was there. What the server did
    with the request is not known: a code can be redeemed only once, and a server that rotates refresh tokens may have
    given the next one to an answer that nobody received.

Seen by:
    A connection that was made and then broke.

Do:
    For a code, sign in again. For a refresh token, try once more: a refusal then means a new sign-in. Anything else can
    be sent again.

See:
    RFC 6749 section 4.1.2, RFC 9700 section 4.14.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import host_asked, may_be_spent, request_name
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A connection that broke."""
    problem = evidence.ended_without_answer(NoAnswerReason.BROKEN)
    if problem is None:
        return
    host = evidence.host
    known = may_be_spent(evidence) or ("the request was sent" if problem.sent else "the request was not sent")
    yield Finding(
        name="connection-broken",
        confidence=Confidence.CERTAIN,
        what=f"the connection to {host_asked(evidence)} ended before a whole answer came",
        why=f"the system says: {problem.detail}; {known}",
        help=_help(evidence),
        who=Who.YOU if may_be_spent(evidence) else Who.ADMINISTRATOR,
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 6749 section 4.1.2", "RFC 9700 section 4.14.2", "tokencli explain connection-broken"),
    )


def _help(evidence: Evidence) -> str:
    if not may_be_spent(evidence):
        return "send it again; where it keeps breaking, a proxy or load balancer on the way closes the connection"
    # RFC 6749 section 4.1.2: the client MUST NOT use the authorization code more than once.
    if evidence.grant_type == AUTHORIZATION_CODE:
        return "sign in again for a new code"
    return "try once more; where the refresh token is then refused, sign in again with tokencli login"
