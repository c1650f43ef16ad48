"""Tokens that are traded for others: how one is sent, and whether the one that came is what was asked for (RFC 8693)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tokencli.jose.peek import base64url_encode
from tokencli.oauth.identifiers import TOKEN_TYPES, token_type_uri
from tokencli.oauth.remark import Deviation
from tokencli.oauth.tokens.token_set import TokenSet

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
_SAML = frozenset({TOKEN_TYPES["saml1"], TOKEN_TYPES["saml2"]})
_SPEC = "RFC 8693 section 2.2.1"


def exchanged_token(token: str, kind: str) -> str:
    """A token as it is sent.

    Args:
        token: The token; a SAML assertion may be XML.
        kind: Its type.
    """
    # RFC 8693 section 3: saml1 and saml2 indicate that the token is a base64url-encoded assertion.
    if token_type_uri(kind) in _SAML and token.lstrip().startswith("<"):
        return base64url_encode(token.encode())
    return token


def with_issued_type(reply: T, requested: str | None) -> T | TokenSet:
    """The reply of an exchange, with what is odd about the type of the token that came.

    Args:
        reply: The reply.
        requested: The type that was asked for; None when none was.
    """
    if not isinstance(reply, TokenSet):
        return reply
    return replace(reply, deviations=(*reply.deviations, *_odd_type(reply.issued_token_type, requested)))


def _odd_type(issued: str, requested: str | None) -> Iterator[Deviation]:
    if not issued:
        # RFC 8693 section 2.2.1: issued_token_type is REQUIRED.
        yield Deviation("issued-token-type-missing", "issued_token_type is missing", _SPEC)
    elif requested is not None and issued != token_type_uri(requested):
        what = f"the server issued a token of the type {issued}, not {token_type_uri(requested)}"
        yield Deviation("issued-token-type-differs", what, _SPEC, of_another_kind=True)
