"""The JWTs that were found by themselves, or that a call to an API carried; nothing in them was verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import NotAJwt, peek

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.exchange import Exchange


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """A JWT.

    Attributes:
        claims: Its claims.
        used_in: The refused call that carried it; None when it was found by itself.
        judged_at: When it was judged, or is looked at, in seconds since 1970-01-01 UTC; None when not known.
        moment: What happened then, in words.
    """

    claims: Mapping[str, Any]
    used_in: Exchange | None
    judged_at: float | None
    moment: str = "now"

    @property
    def name(self) -> str:
        """Where it stands, as a pointer names it."""
        return "JWT" if self.used_in is None else "resource request"

    def time(self, name: str) -> float | None:
        """A claim that is a time, in seconds since 1970-01-01 UTC; None when it is absent or none that a clock can reach."""
        return read_numeric_date(self.claims.get(name))


def read_tokens(evidence: Evidence) -> Iterator[TokenSeen]:
    """The JWT of a refused call first, then those that stand for themselves; encrypted ones are left out."""
    last = evidence.last
    if last is not None and evidence.at_resource:
        token = (last.request.header("authorization") or "").partition(" ")[2]
        claims = claims_of(token)
        if claims is not None:
            called_at = evidence.server_time or evidence.sent_at
            moment = "the call" if called_at else "now"
            yield TokenSeen(claims, last, called_at or evidence.looked_at, moment)
    for token, written_at in evidence.tokens.items():
        claims = claims_of(token)
        if claims is not None:
            moment = "the time that stands beside it" if written_at else "now"
            yield TokenSeen(claims, None, written_at or evidence.looked_at, moment)


def shown_token(evidence: Evidence) -> str:
    """The token that the last request shows to a resource, or wants to trade for a new one; empty when there is none."""
    if evidence.at_resource and evidence.request is not None:
        return (evidence.request.header("authorization") or "").partition(" ")[2].strip()
    return evidence.member("refresh_token") or ""


def claims_of(token: str) -> Mapping[str, Any] | None:
    """The claims of a JWT; None when a text is no JWT, or an encrypted one."""
    try:
        return peek(token).claims
    except NotAJwt:
        return None
