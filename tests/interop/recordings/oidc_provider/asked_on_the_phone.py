"""People who are asked on their phones (OpenID CIBA Core), and clients whose asking is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.interop.lifetimes import let_expire
from tokencli.oauth.identifiers import CIBA
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation

ASK = Purpose.BACKCHANNEL_AUTHENTICATION


def person_unknown(at: Conversation) -> None:
    """A hint that names nobody."""
    at.post(ASK, {"scope": "openid", "login_hint": "mallory"}, basic="ciba")


def nobody_named(at: Conversation) -> None:
    """A request that names nobody."""
    at.post(ASK, {"scope": "openid"}, basic="ciba")


def two_hints(at: Conversation) -> None:
    """A request that names somebody in two ways."""
    at.post(ASK, {"scope": "openid", "login_hint": "alice", "id_token_hint": "x"}, basic="ciba")


def binding_message_too_long(at: Conversation) -> None:
    """A message that is too long for the phone."""
    at.post(
        ASK, {"scope": "openid", "login_hint": "alice", "binding_message": "Order 4711 of today, 12:04"}, basic="ciba"
    )


def user_code_missing(at: Conversation) -> None:
    """Somebody who is asked with a code only, asked without."""
    at.post(ASK, {"scope": "openid", "login_hint": "bob"}, basic="ciba")


def user_code_wrong(at: Conversation) -> None:
    """A code that is not the person's."""
    at.post(ASK, {"scope": "openid", "login_hint": "bob", "user_code": "1234"}, basic="ciba")


def hint_token_expired(at: Conversation) -> None:
    """A token that names a person, and has expired."""
    at.post(ASK, {"scope": "openid", "login_hint_token": "x"}, basic="ciba")


def grant_not_allowed(at: Conversation) -> None:
    """A client that may not ask people on their phones."""
    at.post(ASK, {"scope": "openid", "login_hint": "alice"}, basic="basic")


def still_pending(at: Conversation) -> None:
    """The person has not looked at the phone yet."""
    asked = at.post(ASK, {"scope": "openid", "login_hint": "alice"}, basic="ciba").json()
    at.token(CIBA, {"auth_req_id": asked["auth_req_id"]}, basic="ciba")


def nobody_answered(at: Conversation) -> None:
    """Nobody answered in time."""
    asked = at.post(ASK, {"scope": "openid", "login_hint": "alice"}, basic="ciba-short").json()
    let_expire()
    at.token(CIBA, {"auth_req_id": asked["auth_req_id"]}, basic="ciba-short")


def request_unknown(at: Conversation) -> None:
    """An auth_req_id that the server does not know."""
    at.token(CIBA, {"auth_req_id": "1c266114-a1be-4252-8ad1-04986c5b9ac1"}, basic="ciba")
