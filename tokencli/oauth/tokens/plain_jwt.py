"""The validation of a JWT of which no more is known (RFC 7519 section 7.2): what it says of itself, as far as it says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.claim_checks import (
    check_audience,
    check_expiry,
    check_issuer,
    check_signature,
    check_start,
    read_signed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.jose.verify import Signature
    from tokencli.oauth.tokens.access_token import ExpectedByApi


def check_plain_jwt(token: str, expected: ExpectedByApi, verify: Callable[[str], Signature]) -> tuple[Check, ...]:
    """Checks a JWT by the rules that hold for every one.

    Args:
        token: The token.
        expected: What it must agree with; what nobody said is not looked at.
        verify: Checks the signature with the issuer's keys.
    """
    seen = read_signed(token)
    if isinstance(seen, Check):
        return (seen,)
    claims = seen.claims or {}
    return (
        check_signature(verify(token), "RFC 7519 section 7.2"),
        # RFC 7519 section 4.1: none of the claims is mandatory; one that somebody expects must be there.
        *(check_issuer(claims, expected.issuer, "RFC 7519 section 4.1.1") if expected.issuer else ()),
        *(check_audience(claims, expected.audience, "RFC 7519 section 4.1.3") if expected.audience else ()),
        *((check_expiry(claims, expected.clock, "RFC 7519 section 4.1.4"),) if "exp" in claims else ()),
        *check_start(claims, expected.clock),
    )
