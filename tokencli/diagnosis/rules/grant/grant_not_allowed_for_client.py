"""The server knows the client, and the client may not use this grant.

Means:
    Each client is registered for certain grants. Client credentials, password, device code and refresh are mostly off
    until somebody turns them on.

Seen by:
    unauthorized_client, or another code with words that speak of the grant type. Where the product is known to say these
    very words for something else, the code alone counts for nothing.

Do:
    The app's owner adds the grant to the client's registration.

See:
    RFC 6749 section 5.2, RFC 7591 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.known_errors import words_are_known
from tokencli.diagnosis.wording import CODE_VERIFIER, REDIRECT_URI, because, request_name, says
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

# A client grant of Auth0 is a permission for an API, and no grant type.
_GRANT = r"(?<!client.)grant|flow|service accounts?|direct access|using this method"
# Words that leave it open whether it is the grant or the scope.
_OR_THE_SCOPE = r"\bor\b.{0,60}\bscope"
_FORBIDDEN = (
    r"not (?:be )?(?:allowed|authori[sz]ed|enabled|permitted|configured)|unauthori[sz]ed|disabled|forbidden|may not"
)
# What some servers call unauthorized_client although it is no matter of the grant.
_ABOUT_SOMETHING_ELSE = rf"secret|credential|authenticating|{REDIRECT_URI}|{CODE_VERIFIER}|unknown client"
_IN_WORDS = frozenset({"invalid_request", "invalid_grant", "invalid_client", "access_denied", "unsupported_grant_type"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client that may not use the grant."""
    named = says(evidence, _GRANT) and says(evidence, _FORBIDDEN) and not says(evidence, _OR_THE_SCOPE)
    coded = evidence.error == "unauthorized_client" and (named or not says(evidence, _ABOUT_SOMETHING_ELSE))
    if not coded and not (named and evidence.error in _IN_WORDS):
        return
    if not named and words_are_known(evidence):
        return
    grant_type = evidence.grant_type
    yield Finding(
        name="grant-not-allowed-for-client",
        confidence=Confidence.CERTAIN if coded and named else Confidence.LIKELY,
        what=f"this client may not use the grant {grant_type or 'that was asked for'}",
        why=because(f"that is what {evidence.error} means here (RFC 6749 section 5.2)", evidence),
        help="have the grant added to the client's registration at the server",
        who=Who.APP_OWNER,
        where=(
            Pointer(request_name(evidence), "grant_type", grant_type or "missing"),
            Pointer(request_name(evidence), "client_id", evidence.client.client_id or "missing"),
        ),
        see=("RFC 6749 section 5.2", "tokencli explain grant-not-allowed-for-client"),
    )
