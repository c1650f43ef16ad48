"""The call came without an access token.

Means:
    The resource answers 401 and names no error, because nothing was shown to it. The variable that should hold the token was
    empty, a redirect to another host dropped the header, or a proxy took it out.

Seen by:
    A 401 to a call without `Authorization`.

Do:
    Send the token in the header; `tokencli call` does. Where the program sends it, look for a redirect or a proxy on the way.

See:
    RFC 6750 section 2.1, RFC 6750 section 3.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.resource_seen import challenge_pointers, command, scheme_sent
from tokencli.diagnosis.wording import because, request_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_UNAUTHORIZED = 401


def look(evidence: Evidence) -> Iterator[Finding]:
    """A 401 to a call that shows nothing."""
    if (
        not evidence.at_resource
        or evidence.status != _UNAUTHORIZED
        or evidence.request is None
        or scheme_sent(evidence)
    ):
        return
    yield Finding(
        name="access-token-missing",
        confidence=Confidence.CERTAIN,
        what="the call came without an access token",
        # RFC 6750 section 3.1: if the request lacks any authentication information, the resource server SHOULD NOT include an
        # error code or other error information.
        why=because("the request has no Authorization header, and the resource wants one", evidence),
        help=f"send the token in the header:  {command(evidence, 'call', evidence.request.url)}",
        where=(Pointer(request_name(evidence), "Authorization", "missing"), *challenge_pointers(evidence)),
        see=("RFC 6750 section 2.1", "tokencli explain access-token-missing"),
    )
