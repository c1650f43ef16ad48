"""Tokens that an authorization endpoint handed out itself, without a token request (RFC 6749 section 4.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.lifetime import read_expires_in
from tokencli.oauth.tokens.token_set import TokenSet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.wire.message import Response

_SPEC = "OpenID Connect Core section 3.3.3.6"


def tokens_from_browser(
    members: Mapping[str, str], delivery: Response, received_at: float, checks: tuple[Check, ...]
) -> TokenSet:
    """The tokens of an authorization response.

    Args:
        members: Its members, already checked.
        delivery: The response as the browser brought it.
        received_at: When it came, in seconds since 1970-01-01 UTC.
        checks: What was checked of its ID token.
    """
    kept: dict[str, Any] = dict(members)
    # In a query or a fragment every value is text; a number of seconds written in digits is as it should be there.
    expires_in, found = read_expires_in(kept)
    odd = tuple(one for one in found if one.name != "expires-in-string")
    scope = kept.get("scope")
    return TokenSet(kept, delivery, received_at, expires_in, tuple(scope.split()) if scope else None, odd, checks)


def same_person(first: str, second: str) -> tuple[Check, ...]:
    """Whether the ID tokens of both endpoints speak of the same person; nothing where one is missing.

    Args:
        first: The ID token of the authorization endpoint.
        second: The ID token of the token endpoint.
    """
    one, other = _claims(first), _claims(second)
    if not one or not other:
        return ()
    # OpenID Connect Core section 3.3.3.6: the iss and sub Claim Values MUST be identical in both ID Tokens.
    return tuple(
        Check(
            f"{name} of both ID tokens",
            one.get(name) == other.get(name),
            str(one.get(name)),
            str(other.get(name)),
            _SPEC,
        )
        for name in ("iss", "sub")
    )


def _claims(token: str) -> Mapping[str, Any]:
    try:
        return peek(token).claims or {}
    except NotAJwt:
        return {}
