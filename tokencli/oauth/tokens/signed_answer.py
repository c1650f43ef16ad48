"""The validation of what a server signed besides tokens: introspection (RFC 9701) and UserInfo (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import peek
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.claim_checks import LEEWAY_SECONDS, check_not_foreign, check_signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.jose.peek import PeekedToken
    from tokencli.jose.verify import Signature

LONGEST_AGE_SECONDS = 300  # RFC 9701 section 5: iat is when the answer was made, and it was asked for just now
_INTROSPECTION = "RFC 9701 section 5"
_USERINFO = "OpenID Connect Core section 5.3.4"
_INTROSPECTION_TYPE = "token-introspection+jwt"


def check_signed_introspection(
    token: str, issuer: str, client_id: str, now: float, signature: Signature
) -> tuple[Check, ...]:
    """Every check of a signed introspection answer.

    Args:
        token: The JWT.
        issuer: The issuer of the validated metadata.
        client_id: Who asked.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        signature: What became of its signature.
    """
    seen = peek(token)
    claims: Mapping[str, Any] = seen.claims or {}
    return (
        check_signature(signature, _INTROSPECTION),
        _introspection_type(seen),
        _issuer(claims, issuer, _INTROSPECTION),
        _audience(claims, client_id, _INTROSPECTION),
        _issued(claims.get("iat"), now),
        *_usable_elsewhere(claims),
    )


def not_signed() -> Check:
    """The check that fails when a signed answer was asked for and a plain one came."""
    return Check("form", passed=False, expected="a signed answer", actual="a plain one", spec="RFC 9701 section 4")


def check_signed_userinfo(token: str, issuer: str, client_id: str, signature: Signature) -> tuple[Check, ...]:
    """Every check of a signed UserInfo answer.

    Args:
        token: The JWT.
        issuer: The issuer of the validated metadata.
        client_id: The client.
        signature: What became of its signature.
    """
    seen = peek(token)
    claims: Mapping[str, Any] = seen.claims or {}
    # OpenID Connect Core section 5.3.2: if signed, the response MUST contain the Claims iss and aud as members (SHOULD since
    # errata set 2): checked where they are.
    return (
        check_signature(signature, _USERINFO),
        *check_not_foreign(seen),
        *((_issuer(claims, issuer, _USERINFO),) if "iss" in claims else ()),
        *((_audience(claims, client_id, _USERINFO),) if "aud" in claims else ()),
    )


def check_subject(members: Mapping[str, Any], subject: str | None) -> tuple[Check, ...]:
    """Whether UserInfo speaks of the person of the ID token.

    Args:
        members: The claims.
        subject: The `sub` of the ID token; None when there is none to compare with.
    """
    said = members.get("sub")
    spec = "OpenID Connect Core section 5.3.2"
    # The sub Claim MUST always be returned in the UserInfo Response.
    if not isinstance(said, str) or not said:
        return (Check("sub", passed=False, expected="the person", actual="missing", spec=spec),)
    # The sub Claim MUST be verified to exactly match the sub Claim in the ID Token; if not, the values MUST NOT be used.
    return () if subject is None else (Check("sub", said == subject, subject, said, spec),)


def _introspection_type(seen: PeekedToken) -> Check:
    # RFC 9701 section 5: typ MUST be set to "token-introspection+jwt".
    kind = seen.media_type
    return Check("typ", kind == _INTROSPECTION_TYPE, _INTROSPECTION_TYPE, kind or "missing", _INTROSPECTION)


def _issuer(claims: Mapping[str, Any], issuer: str, spec: str) -> Check:
    return Check("iss", claims.get("iss") == issuer, issuer, str(claims.get("iss", "missing")), spec)


def _audience(claims: Mapping[str, Any], client_id: str, spec: str) -> Check:
    audience = claims.get("aud")
    names = audience if isinstance(audience, list) else [audience]
    told = ", ".join(map(str, names)) if audience is not None else "missing"
    return Check("aud", client_id in names, f"contains {client_id}", told, spec)


def _issued(moment: Any, now: float) -> Check:
    told = "missing"
    fresh = False
    if isinstance(moment, int | float) and not isinstance(moment, bool):
        age = now - moment
        fresh = -LEEWAY_SECONDS <= age <= LONGEST_AGE_SECONDS
        told = f"{round(age)} s ago" if age >= 0 else f"{round(-age)} s from now"
    return Check("iat", fresh, "just now", told, _INTROSPECTION)


def _usable_elsewhere(claims: Mapping[str, Any]) -> Iterator[Check]:
    # RFC 9701 section 5: the JWT SHOULD NOT include sub and exp claims as an additional prevention of misuse of it as an
    # access token.
    found = [name for name in ("sub", "exp") if name in claims]
    if found:
        told = f"{' and '.join(found)} at the top"
        yield Check("claims", passed=False, expected="neither sub nor exp at the top", actual=told, spec=_INTROSPECTION)
