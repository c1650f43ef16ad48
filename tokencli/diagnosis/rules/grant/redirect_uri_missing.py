"""The token request names no redirect URI.

Means:
    When the authorization request named a redirect URI, the token request must repeat it, letter for letter.

Seen by:
    An authorization_code request without redirect_uri that was refused.

Do:
    Give `--redirect-uri` with the value of the authorization request.

See:
    RFC 6749 section 4.1.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import REDIRECT_URI, because, likely_if, says, singles_out_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_REFUSALS = frozenset({"invalid_grant", "invalid_request", "unauthorized_client"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code without a redirect URI."""
    if evidence.grant_type != "authorization_code" or evidence.error not in _REFUSALS:
        return
    if evidence.member("redirect_uri") is not None or singles_out_another(evidence, REDIRECT_URI):
        return
    yield Finding(
        name="redirect-uri-missing",
        confidence=likely_if(evidence.request_whole or says(evidence, REDIRECT_URI)),
        what="the token request names no redirect URI",
        why=because(
            "RFC 6749 section 4.1.3 requires it whenever the authorization request named one, and nearly all do",
            evidence,
        ),
        help="give the redirect URI of the authorization request, letter for letter, with --redirect-uri",
        where=(Pointer("token request", "redirect_uri", "missing"),),
        see=("RFC 6749 section 4.1.3", "tokencli explain redirect-uri-missing"),
    )
