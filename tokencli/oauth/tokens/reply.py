"""Judging what a token endpoint answered: tokens, a refusal, or neither; nothing is lost (RFC 6749 section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.remark import Deviation
from tokencli.oauth.tokens.lifetime import read_expires_in
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.message import UNSEEN_STATUS

if TYPE_CHECKING:
    from tokencli.wire.message import Response

Reply = TokenSet | ErrorResponse | Unrecognised

_SPEC = "RFC 6749 section 5.1"
_OK = 200
_SUCCESS = range(200, 300)


def read_token_reply(response: Response, received_at: float) -> Reply:
    """Judges a response of the token endpoint.

    Args:
        response: The response.
        received_at: When it came, in seconds since 1970-01-01 UTC.

    Returns:
        The tokens; or the refusal, in whatever status it came; or what the answer is instead.
    """
    answer = read_members(response)
    if not isinstance(answer, Answer):
        return answer
    if response.status not in {*_SUCCESS, UNSEEN_STATUS}:
        detail = f"status {response.status} with JSON that names no error"
        return Unrecognised(Unreadable.MEMBER_MISSING, detail, response, answer.members, answer.deviations)
    token = answer.members.get("access_token")
    if not isinstance(token, str) or not token:
        detail = "JSON without access_token" if token is None else "JSON whose access_token is no text"
        return Unrecognised(Unreadable.MEMBER_MISSING, detail, response, answer.members, answer.deviations)
    members = dict(answer.members)
    expires_in, odd_lifetime = read_expires_in(members)
    scope, odd_scope = _read_scope(members)
    deviations = (
        *answer.deviations,
        *_status(response),
        *_token_type(members),
        *odd_lifetime,
        *odd_scope,
        *_cache(response),
    )
    return TokenSet(members, response, received_at, expires_in, scope, deviations)


def _status(response: Response) -> tuple[Deviation, ...]:
    if response.status in {_OK, UNSEEN_STATUS}:
        return ()
    return (Deviation("status-not-200", f"the tokens came under status {response.status}, not 200", _SPEC),)


def _token_type(members: dict[str, Any]) -> tuple[Deviation, ...]:
    kind = members.get("token_type")
    if isinstance(kind, str) and kind:
        # RFC 6749 section 5.1: the value is case insensitive.
        return ()
    return (Deviation("token-type-missing", "token_type is missing; Bearer is what servers mean by that", _SPEC),)


def _read_scope(members: dict[str, Any]) -> tuple[tuple[str, ...] | None, tuple[Deviation, ...]]:
    """The scope words; None when the server named none: exactly those asked for (RFC 6749 section 5.1)."""
    scope = members.get("scope")
    if isinstance(scope, list):
        words = tuple(str(word) for word in scope)
        return words, (Deviation("scope-list", "scope is a list, not a text with spaces", "RFC 6749 section 3.3"),)
    if not isinstance(scope, str):
        return None, ()
    if "," in scope and " " not in scope:
        words = tuple(word for word in scope.split(",") if word)
        return words, (Deviation("scope-comma", "scope is separated by commas, not by spaces", "RFC 6749 section 3.3"),)
    return tuple(scope.split()), ()


def _cache(response: Response) -> tuple[Deviation, ...]:
    # RFC 6749 section 5.1: the authorization server MUST include "Cache-Control" with a value of "no-store".
    if response.status == UNSEEN_STATUS or "no-store" in (response.header("cache-control") or "").lower():
        return ()
    return (Deviation("cache-control-missing", "the answer is not marked Cache-Control: no-store", _SPEC),)
