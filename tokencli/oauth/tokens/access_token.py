"""The validation of a JWT access token, as the API that it is for does it (RFC 9068 section 4): every check.

To a client an access token is opaque (RFC 9068 section 6): this is for people who look, never for control flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.numeric_date import read_numeric_date
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.claim_checks import (
    Clock,
    check_audience,
    check_equal,
    check_expiry,
    check_issuer,
    check_not_in_future,
    check_signature,
    check_start,
    read_signed,
    shown,
    shown_time,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tokencli.jose.peek import PeekedToken
    from tokencli.jose.verify import Signature

TYPE = "at+jwt"  # RFC 9068 section 2.1
_VALIDATION = "RFC 9068 section 4"
_CLAIMS = "RFC 9068 section 2.2"


@dataclass(frozen=True, slots=True)
class ExpectedByApi:
    """What a token must agree with, seen by the API that it is for.

    Attributes:
        clock: The clock that times are held against.
        issuer: The issuer that the API trusts; empty when nobody said.
        audience: The names of the API, of which the token must carry one; empty when nobody said.
        client_id: The client that must have got it; empty when nobody said.
    """

    clock: Clock
    issuer: str = ""
    audience: tuple[str, ...] = ()
    client_id: str = ""


def check_access_token(token: str, expected: ExpectedByApi, verify: Callable[[str], Signature]) -> tuple[Check, ...]:
    """Checks a JWT access token.

    Args:
        token: The token.
        expected: What it must agree with.
        verify: Checks the signature with the issuer's keys.
    """
    seen = read_signed(token)
    if isinstance(seen, Check):
        return (seen,)
    claims, clock = seen.claims or {}, expected.clock
    return (
        # The resource server MUST validate the signature, and MUST reject any JWT in which the value of alg is none.
        check_signature(verify(token), _VALIDATION),
        _type(seen),
        # The issuer identifier MUST exactly match the value of the iss claim.
        *check_issuer(claims, expected.issuer, _VALIDATION),
        # The resource server MUST validate that the aud claim contains an identifier that it expects for itself.
        *check_audience(claims, expected.audience, _VALIDATION),
        check_expiry(claims, clock, _VALIDATION),
        *check_start(claims, clock),
        # Section 2.2: REQUIRED.
        _issued(claims, clock),
        _text("sub", claims),
        _client(claims, expected.client_id),
        _text("jti", claims),
        *_signed_in(claims, clock),
        *_scope(claims),
    )


def _type(seen: PeekedToken) -> Check:
    # The resource server MUST verify that the typ header value is "at+jwt" or "application/at+jwt".
    return Check("typ", seen.media_type == TYPE, TYPE, seen.media_type or "missing", _VALIDATION)


def _issued(claims: Mapping[str, Any], clock: Clock) -> Check:
    is_time = read_numeric_date(claims.get("iat")) is not None
    return Check("iat", is_time, "a time", shown_time(claims.get("iat"), clock), _CLAIMS)


def _text(name: str, claims: Mapping[str, Any]) -> Check:
    value = claims.get(name)
    return Check(name, isinstance(value, str) and bool(value), "a text", shown(value), _CLAIMS)


def _client(claims: Mapping[str, Any], client_id: str) -> Check:
    if client_id:
        return check_equal("client_id", client_id, claims.get("client_id"), _CLAIMS)
    return _text("client_id", claims)


def _signed_in(claims: Mapping[str, Any], clock: Clock) -> Iterator[Check]:
    # Section 2.2.1: auth_time is OPTIONAL; as in OpenID Connect Core section 2 it is when the person signed in.
    if "auth_time" in claims:
        yield check_not_in_future("auth_time", claims, clock, "RFC 9068 section 2.2.1")


def _scope(claims: Mapping[str, Any]) -> Iterator[Check]:
    # Section 2.2.3, RFC 8693 section 4.2: a JSON string containing a space-separated list of scopes.
    if "scope" in claims:
        value = claims["scope"]
        spec = "RFC 9068 section 2.2.3"
        yield Check("scope", isinstance(value, str), "a text of words with spaces between", shown(value), spec)
