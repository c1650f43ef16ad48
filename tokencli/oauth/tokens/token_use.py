"""What a JWT is used as, told from what stands in it; by that the rules are chosen that it is checked by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tokencli.oauth.tokens.access_token import TYPE
from tokencli.oauth.tokens.claim_checks import FOREIGN_TYPES

if TYPE_CHECKING:
    from tokencli.jose.peek import PeekedToken

# OpenID Connect Core section 3.1.3.6 and 3.3.2.11, FAPI 1.0 Advanced section 5.1.1: claims of ID tokens and of nothing else.
_OF_ID_TOKENS = ("at_hash", "c_hash", "s_hash")
# RFC 8693 section 4.2 and 4.3, and what products write for them: what a client may do, and which it is.
_OF_ACCESS_TOKENS = ("scope", "scp", "client_id", "cid")


class Use(StrEnum):
    """The rules that a token can be checked by."""

    ID_TOKEN = "id-token"  # noqa: S105 - a word, no secret
    ACCESS_TOKEN = "access-token"  # noqa: S105 - a word, no secret
    JWT = "jwt"


@dataclass(frozen=True, slots=True)
class Told:
    """A use, and what tells it.

    Attributes:
        use: The use.
        why: What tells it, in words.
    """

    use: Use
    why: str


def tell_use(seen: PeekedToken, asked: str = "") -> Told:
    """What a token is used as.

    Args:
        seen: What stands in it.
        asked: What somebody asked of it that is asked of ID tokens alone; empty when nobody did.
    """
    kind, claims = seen.media_type, seen.claims or {}
    if kind == TYPE:
        return Told(Use.ACCESS_TOKEN, f"its typ is {TYPE} (RFC 9068)")
    if kind in FOREIGN_TYPES:
        return Told(Use.JWT, f"its typ is {kind}, which is neither that of an ID token nor that of an access token")
    told = next((name for name in _OF_ID_TOKENS if name in claims), "")
    if told:
        return Told(Use.ID_TOKEN, f"it has {told}")
    told = next((name for name in _OF_ACCESS_TOKENS if name in claims), "")
    if told:
        why = f"it has {told} and its typ is not {TYPE}: an access token that does not claim to follow RFC 9068"
        return Told(Use.JWT, why)
    if "nonce" in claims:
        return Told(Use.ID_TOKEN, "it has nonce")
    if asked:
        return Told(Use.ID_TOKEN, f"{asked} was given")
    return Told(Use.JWT, "nothing in it says that it is an ID token or an access token")


def is_for_apis(seen: PeekedToken, use: Use | None = None) -> bool:
    """Whether a token is an access token, one that does not claim to follow RFC 9068 too.

    Args:
        seen: What stands in it.
        use: What somebody says it is used as; None when nobody does.
    """
    told = tell_use(seen).use if use is None else use
    if told is not Use.JWT:
        return told is Use.ACCESS_TOKEN
    return seen.media_type not in FOREIGN_TYPES and any(name in (seen.claims or {}) for name in _OF_ACCESS_TOKENS)
