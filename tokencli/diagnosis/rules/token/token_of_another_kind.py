"""Another token is shown than the one that is wanted.

Means:
    A sign-in gives up to three tokens. The access token is for APIs, the refresh token for the token endpoint, and the ID token
    for the client alone: it proves the sign-in and opens nothing. Whoever takes the wrong member of the answer is refused.

Seen by:
    A refused call or refresh with a JWT whose claims are those of another kind of token: `typ` where the product writes it, or
    `nonce`, `at_hash` and `c_hash`, which stand in ID tokens alone.

Do:
    Send `access_token` to APIs and `refresh_token` to the token endpoint; `tokencli decode` shows what a token is.

See:
    RFC 6749 section 1.4, RFC 6749 section 1.5, OpenID Connect Core section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.tokens_seen import claims_of, shown_token
from tokencli.diagnosis.wording import because, request_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tokencli.diagnosis.evidence import Evidence

# The claim `typ` of Keycloak's tokens.
_KINDS = {"ID": "ID token", "Refresh": "refresh token", "Offline": "refresh token", "Bearer": "access token"}
_OF_ID_TOKENS = ("at_hash", "c_hash", "nonce")  # OpenID Connect Core sections 2 and 3.3.2.11


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused token of another kind."""
    claims = claims_of(shown_token(evidence))
    if claims is None or not (evidence.refused or evidence.at_resource):
        return
    wanted = "access token" if evidence.at_resource else "refresh token"
    shown, claim = _kind(claims)
    if not shown or shown == wanted:
        return
    yield Finding(
        name="token-of-another-kind",
        confidence=Confidence.CERTAIN if claim == "typ" else Confidence.LIKELY,
        what=f"the {wanted} is wanted, and the {shown} was sent",
        why=because(f"its claim {claim} is that of the {shown}", evidence),
        help=f"send the member {wanted.replace(' ', '_')} of the answer; tokencli decode shows what a token is",
        where=(Pointer(request_name(evidence), f"the token's {claim}", str(claims[claim])),),
        see=("RFC 6749 section 1.4", "OpenID Connect Core section 2", "tokencli explain token-of-another-kind"),
    )


def _kind(claims: Mapping[str, Any]) -> tuple[str, str]:
    """What a token is, and the claim that tells it; empty when none does."""
    if str(claims.get("typ")) in _KINDS:
        return _KINDS[str(claims["typ"])], "typ"
    claim = next((name for name in _OF_ID_TOKENS if name in claims), "")
    return ("ID token", claim) if claim else ("", "")
