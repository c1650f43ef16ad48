"""The refresh token is no longer accepted.

Means:
    It expired, was idle too long, was revoked by a sign-out or a new password, was given to another client, or was
    rotated: a server that hands out a new one with every refresh does not take the old one again, and may end the whole
    session when somebody tries.

Seen by:
    invalid_grant on a refresh; sure when the same one was seen to be sent before, with the answer that gave a new one for it,
    or when the server says what became of it.

Do:
    Sign in again with `tokencli login`. When it happens often, look for a second program that uses the same token.

See:
    RFC 6749 section 6, RFC 9700 section 4.14.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.earlier_use import clock_time, earlier_uses
from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import OTHER_CLIENT, SPENT, because, error_pointer, lifetime, says
from tokencli.oauth.identifiers import REFRESH_TOKEN
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.earlier_use import EarlierUse
    from tokencli.diagnosis.evidence import Evidence

_NAMED = r"refresh.?token|session|token has been|token is not active"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused refresh."""
    named = says(evidence, _NAMED) and says(evidence, f"{SPENT}|invalid|unknown")
    refused = evidence.error == "invalid_grant" or (evidence.error == "invalid_request" and named)
    if (
        evidence.grant_type != REFRESH_TOKEN
        or not refused
        or says(evidence, OTHER_CLIENT)
        or evidence.member("refresh_token") == ""
    ):
        return
    earlier = tuple(earlier_uses(evidence, "refresh_token"))
    sent = evidence.member("refresh_token")
    rotated = [one for one in earlier if isinstance(new := one.answer.get("refresh_token"), str) and new != sent]
    spent = any(one.succeeded for one in earlier) or (named and says(evidence, SPENT))
    fact = f"that is what invalid_grant means on a refresh (RFC 6749 section 5.2){lifetime(evidence, 'refresh token')}"
    yield Finding(
        name="refresh-token-not-accepted",
        confidence=Confidence.CERTAIN if spent else Confidence.LIKELY,
        what="the refresh token is no longer accepted",
        why=because(_fact(rotated) if earlier else fact, evidence),
        help="keep the refresh token of the last answer, not the first one; then sign in again:  tokencli login"
        if rotated
        else "sign in again:  tokencli login",
        who=Who.END_USER,
        where=(error_pointer(evidence), *(one.pointer("refresh_token") for one in earlier[-1:])),
        see=("RFC 6749 section 6", "RFC 9700 section 4.14.2", "tokencli explain refresh-token-not-accepted"),
    )


def _fact(rotated: list[EarlierUse]) -> str:
    if not rotated:
        return "the same refresh token was sent before, and may be rotated"
    # RFC 6749 section 6: if a new refresh token is issued, the client MUST discard the old refresh token.
    return f"it was rotated: an earlier answer{clock_time(rotated[-1].exchange.started_at)} gave a new refresh token for it"
