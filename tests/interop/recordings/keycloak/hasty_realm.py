"""What expires: a realm in which codes, tokens and sessions live for one second."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from tests.interop.lifetimes import let_expire
from tokencli.oauth.identifiers import DEVICE_CODE
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.keycloak import Keycloak
    from tests.interop.recordings.conversation import Conversation

ALICE = {"username": "alice", "password": "alice-pw", "scope": "openid"}


def code_expired(at: Conversation) -> None:
    """A code is redeemed after it has expired.

    A debugger stood at a breakpoint.
    """
    _go_to_hasty(at)
    code = at.code("confidential")
    let_expire()
    at.redeem(code, "confidential")


def device_code_expired(at: Conversation) -> None:
    """Nobody typed in the user code in time."""
    _go_to_hasty(at)
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"scope": "openid"}, basic="confidential").json()
    let_expire()
    at.token(DEVICE_CODE, {"device_code": asked["device_code"]}, basic="confidential")


def refresh_token_expired(at: Conversation) -> None:
    """A refresh token that lay unused for too long."""
    _go_to_hasty(at)
    token = at.token("password", ALICE, basic="confidential").json()["refresh_token"]
    let_expire()
    at.token("refresh_token", {"refresh_token": token}, basic="confidential")


def access_token_expired(at: Conversation) -> None:
    """An access token that has expired."""
    _go_to_hasty(at)
    token = at.token("password", ALICE, basic="confidential").json()["access_token"]
    let_expire()
    at.get(Purpose.USERINFO, Authorization=f"Bearer {token}")


def _go_to_hasty(at: Conversation) -> None:
    at.server = replace(cast("Keycloak", at.server), realm="hasty")
    at.metadata = {
        name: value.replace("/realms/tokencli", "/realms/hasty") if isinstance(value, str) else value
        for name, value in at.metadata.items()
    }
