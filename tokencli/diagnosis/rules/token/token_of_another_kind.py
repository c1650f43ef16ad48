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
from tokencli.diagnosis.wording import because, error_pointer, request_name
from tokencli.jose.peek import peek
from tokencli.oauth.tokens.token_use import Use, tell_use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.jose.peek import PeekedToken

# The claim `typ` of Keycloak's tokens.
_KINDS = {"ID": "ID token", "Refresh": "refresh token", "Offline": "refresh token", "Bearer": "access token"}
_FORBIDDEN = frozenset({401, 403})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused token of another kind."""
    token = shown_token(evidence)
    if claims_of(token) is None or not (evidence.refused or evidence.status in _FORBIDDEN):
        return
    wanted = "access token" if evidence.at_resource else "refresh token"
    shown, fact, place = _kind(peek(token))
    if not shown or shown == wanted:
        return
    yield Finding(
        name="token-of-another-kind",
        confidence=Confidence.CERTAIN if place else Confidence.LIKELY,
        what=f"the {wanted} is wanted, and the {shown} was sent",
        why=because(fact, evidence),
        help=f"send the member {wanted.replace(' ', '_')} of the answer; tokencli decode shows what a token is",
        where=(Pointer(request_name(evidence), "the token's typ", place) if place else error_pointer(evidence),),
        see=("RFC 6749 section 1.4", "OpenID Connect Core section 2", "tokencli explain token-of-another-kind"),
    )


def _kind(seen: PeekedToken) -> tuple[str, str, str]:
    """What a token is, what tells it, and its claim `typ` where that does; empty where nothing tells."""
    typ = str((seen.claims or {}).get("typ"))
    if typ in _KINDS:
        return _KINDS[typ], f"its claim typ is that of the {_KINDS[typ]}", typ
    told = tell_use(seen)
    return ("ID token", f"{told.why}, as ID tokens do", "") if told.use is Use.ID_TOKEN else ("", "", "")
