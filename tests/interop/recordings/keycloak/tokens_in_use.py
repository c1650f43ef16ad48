"""Tokens that are refused where they are used, and questions about them that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation


def token_cut_off(at: Conversation) -> None:
    """An access token that was cut off by whoever copied it."""
    at.get(Purpose.USERINFO, Authorization=f"Bearer {_token(at)[:-20]}")


def token_missing(at: Conversation) -> None:
    """A call without any token."""
    at.get(Purpose.USERINFO)


def token_of_another_realm(at: Conversation) -> None:
    """A token of another realm."""
    url = at.url(Purpose.USERINFO).replace("/tokencli/", "/hasty/")
    at.get(Purpose.USERINFO, url, Authorization=f"Bearer {_token(at)}")


def token_without_openid(at: Conversation) -> None:
    """A token without the scope openid, at userinfo."""
    at.get(Purpose.USERINFO, Authorization=f"Bearer {_token(at, scope='email')}")


def token_revoked(at: Conversation) -> None:
    """An access token that was revoked."""
    token = _token(at)
    at.post(Purpose.REVOCATION, {"token": token}, basic="confidential")
    at.get(Purpose.USERINFO, Authorization=f"Bearer {token}")


def token_under_another_scheme(at: Conversation) -> None:
    """A call with the token under another scheme."""
    at.get(Purpose.USERINFO, Authorization=f"Token {_token(at)}")


def id_token_at_an_api(at: Conversation) -> None:
    """The ID token is sent in place of the access token."""
    at.get(Purpose.USERINFO, Authorization=f"Bearer {_signed_in(at)['id_token']}")


def refresh_token_at_an_api(at: Conversation) -> None:
    """The refresh token is sent in place of the access token."""
    at.get(Purpose.USERINFO, Authorization=f"Bearer {_signed_in(at)['refresh_token']}")


def token_without_a_role_at_an_api(at: Conversation) -> None:
    """A call to the administration of the realm by somebody who may not."""
    at.get(Purpose.RESOURCE, _administration(at), Authorization=f"Bearer {_token(at)}")


def no_token_at_an_api(at: Conversation) -> None:
    """A call to the administration of the realm without a token."""
    at.get(Purpose.RESOURCE, _administration(at))


def broken_token_at_an_api(at: Conversation) -> None:
    """A call to the administration of the realm with a token that was cut off."""
    at.get(Purpose.RESOURCE, _administration(at), Authorization=f"Bearer {_token(at)[:-20]}")


def introspection_with_the_wrong_secret(at: Conversation) -> None:
    """An API asks about a token with the wrong secret."""
    at.post(Purpose.INTROSPECTION, {"token": "some-token"}, basic=("confidential", "the-secret-of-last-year"))


def introspection_by_nobody(at: Conversation) -> None:
    """An API asks about a token and does not say who it is."""
    at.post(Purpose.INTROSPECTION, {"token": "some-token"})


def introspection_by_a_public_client(at: Conversation) -> None:
    """A public client asks about a token."""
    at.post(Purpose.INTROSPECTION, {"token": "some-token", "client_id": "public"})


def introspection_without_token(at: Conversation) -> None:
    """An API asks and names no token."""
    at.post(Purpose.INTROSPECTION, {}, basic="confidential")


def revocation_with_the_wrong_secret(at: Conversation) -> None:
    """A token is to be revoked with the wrong secret."""
    at.post(Purpose.REVOCATION, {"token": "some-token"}, basic=("confidential", "the-secret-of-last-year"))


def revocation_of_another_clients_token(at: Conversation) -> None:
    """A token of another client is to be revoked."""
    at.post(Purpose.REVOCATION, {"token": _token(at)}, basic="exchanger")


def revocation_without_token(at: Conversation) -> None:
    """A revocation that names no token."""
    at.post(Purpose.REVOCATION, {}, basic="confidential")


def _administration(at: Conversation) -> str:
    return at.server.issuer.replace("/realms/", "/admin/realms/") + "/users"


def _signed_in(at: Conversation) -> dict[str, str]:
    told: dict[str, str] = at.redeem(at.code("confidential", keep=False), "confidential", keep=False).json()
    return told


def _token(at: Conversation, scope: str = "openid") -> str:
    members = {"username": "alice", "password": "alice-pw", "scope": scope}
    return str(at.token("password", members, basic="confidential", keep=False).json()["access_token"])
