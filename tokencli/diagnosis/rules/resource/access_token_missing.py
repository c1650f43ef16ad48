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
from urllib.parse import urlsplit

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.resource_seen import challenge_pointers, command, scheme_sent
from tokencli.diagnosis.wording import MISSING, because, request_name, says
from tokencli.wire import form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.message import Request

_UNAUTHORIZED = 401
_CREDENTIALS = ("cookie", "x-api-key", "api-key", "apikey")


def _is_elsewhere(evidence: Evidence, request: Request) -> bool:
    """Whether a token or another credential was shown: the server says so, or it stands in another place."""
    # RFC 6750 section 3.1: if the request lacks any authentication information, the resource server SHOULD NOT include an
    # error code; sections 2.2 and 2.3: a token may stand in the form or the query.
    if evidence.error and not says(evidence, MISSING):
        return True
    in_query = "access_token" in dict(form.decode(urlsplit(request.url).query))
    return in_query or evidence.member("access_token") is not None or any(request.header(one) for one in _CREDENTIALS)


def look(evidence: Evidence) -> Iterator[Finding]:
    """A 401 to a call that shows nothing."""
    if (
        not evidence.at_resource
        or evidence.status != _UNAUTHORIZED
        or evidence.request is None
        or scheme_sent(evidence)
        or _is_elsewhere(evidence, evidence.request)
    ):
        return
    ours = bool(evidence.settings)
    yield Finding(
        name="access-token-missing",
        # A browser leaves the header out of what it exports, and an API may take something else than a token.
        confidence=Confidence.CERTAIN if ours else Confidence.LIKELY,
        what="the call came without an access token",
        why=because("the request has no Authorization header, and the resource wants one", evidence),
        help=f"send the token in the header:  {command(evidence, 'call', evidence.request.url)}",
        where=(Pointer(request_name(evidence), "Authorization", "missing"), *challenge_pointers(evidence)),
        see=("RFC 6750 section 2.1", "tokencli explain access-token-missing"),
    )
