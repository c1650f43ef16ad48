"""Tokens that are refused where they are used, and questions about them that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation


def token_revoked(at: Conversation) -> None:
    """An access token that was revoked."""
    token = at.redeem(at.code("basic", keep=False), "basic", keep=False).json()["access_token"]
    at.post(Purpose.REVOCATION, {"token": token}, basic="basic")
    at.get(Purpose.USERINFO, Authorization=f"Bearer {token}")


def token_cut_off(at: Conversation) -> None:
    """An access token that was cut off by whoever copied it."""
    token = at.redeem(at.code("basic", keep=False), "basic", keep=False).json()["access_token"]
    at.get(Purpose.USERINFO, Authorization=f"Bearer {token[:20]}")


def token_missing(at: Conversation) -> None:
    """A call without any token."""
    at.get(Purpose.USERINFO)


def token_in_a_basic_header(at: Conversation) -> None:
    """A call with the token under another scheme."""
    token = at.redeem(at.code("basic", keep=False), "basic", keep=False).json()["access_token"]
    at.get(Purpose.USERINFO, Authorization=f"Token {token}")


def token_without_openid(at: Conversation) -> None:
    """A token without the scope openid, at userinfo."""
    token = at.redeem(at.code("basic", keep=False, scope="api:read"), "basic", keep=False).json()["access_token"]
    at.get(Purpose.USERINFO, Authorization=f"Bearer {token}")


def token_of_a_machine(at: Conversation) -> None:
    """A token of a client, at userinfo, where only people have anything to be told."""
    token = at.token("client_credentials", basic="basic", keep=False).json()["access_token"]
    at.get(Purpose.USERINFO, Authorization=f"Bearer {token}")


def introspection_with_the_wrong_secret(at: Conversation) -> None:
    """An API asks about a token with the wrong secret."""
    at.post(Purpose.INTROSPECTION, {"token": "some-token"}, basic=("basic", "the-secret-of-last-year-0123456789"))


def introspection_by_nobody(at: Conversation) -> None:
    """An API asks about a token and does not say who it is."""
    at.post(Purpose.INTROSPECTION, {"token": "some-token"})


def introspection_without_token(at: Conversation) -> None:
    """An API asks and names no token."""
    at.post(Purpose.INTROSPECTION, {}, basic="basic")


def revocation_with_the_wrong_secret(at: Conversation) -> None:
    """A token is to be revoked with the wrong secret."""
    at.post(Purpose.REVOCATION, {"token": "some-token"}, basic=("basic", "the-secret-of-last-year-0123456789"))


def revocation_of_another_clients_token(at: Conversation) -> None:
    """A token of another client is to be revoked."""
    post = {"client_id": "post", "client_secret": at.server.secret_of("post")}
    token = at.token("client_credentials", post, keep=False).json()["access_token"]
    at.post(Purpose.REVOCATION, {"token": token}, basic="basic")


def revocation_without_token(at: Conversation) -> None:
    """A revocation that names no token."""
    at.post(Purpose.REVOCATION, {}, basic="basic")
