"""Every other grant, refused at the token endpoint."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.interop.lifetimes import let_expire
from tests.interop.recordings.conversation import signed
from tokencli.oauth.identifiers import DEVICE_CODE, JWT_BEARER, TOKEN_EXCHANGE, TOKEN_TYPES
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation

CC = "client_credentials"
ALICE = {"username": "alice", "password": "alice-pw"}


def grant_not_allowed(at: Conversation) -> None:
    """A client that may not use client credentials."""
    at.token(CC, basic="no-client-credentials")


def grant_unknown(at: Conversation) -> None:
    """A grant type with a typing error."""
    at.token("client_credential", basic="basic")


def grant_missing(at: Conversation) -> None:
    """A request that does not say which grant it is."""
    at.post(Purpose.TOKEN, {"scope": "api:read"}, basic="basic")


def scope_not_allowed(at: Conversation) -> None:
    """A scope that this client may not have."""
    at.token(CC, {"scope": "api:read api:write"}, basic="read-only")


def resource_unknown(at: Conversation) -> None:
    """A resource with a typing error."""
    at.token(CC, {"resource": "https://api.example.test/order"}, basic="basic")


def resource_with_fragment(at: Conversation) -> None:
    """A resource with a fragment."""
    at.token(CC, {"resource": "https://api.example.test/orders#read"}, basic="basic")


def client_id_twice(at: Conversation) -> None:
    """The client id stands in the form twice."""
    secret = at.server.secret_of("post")
    at.post(Purpose.TOKEN, body=f"grant_type={CC}&client_id=post&client_id=post&client_secret={secret}")


def proof_missing(at: Conversation) -> None:
    """A client whose tokens are bound to a key sends no proof."""
    at.token(CC, basic="bound")


def authorization_url_as_token_endpoint(at: Conversation) -> None:
    """The token request goes to the authorization endpoint."""
    at.token(CC, basic="basic", url=at.url(Purpose.AUTHORIZATION))


def issuer_as_token_endpoint(at: Conversation) -> None:
    """The token request goes to the issuer."""
    at.token(CC, basic="basic", url=at.server.issuer)


def token_endpoint_asked_by_get(at: Conversation) -> None:
    """The token endpoint is asked by GET."""
    at.get(Purpose.TOKEN, f"{at.url(Purpose.TOKEN)}?grant_type={CC}&client_id=post")


def refresh_token_rotated(at: Conversation) -> None:
    """A refresh token is used again after it was rotated.

    Two processes share one file of tokens.
    """
    old = at.redeem(
        at.code("public", keep=False, scope="openid offline_access", prompt="consent"), "public", keep=False
    )
    token = {"refresh_token": old.json()["refresh_token"], "client_id": "public"}
    at.token("refresh_token", token)
    at.token("refresh_token", token)


def refresh_token_of_another_client(at: Conversation) -> None:
    """A refresh token of another client."""
    post = {"client_id": "post", "client_secret": at.server.secret_of("post")}
    other = at.token("password", {**ALICE, **post}, keep=False)
    at.token("refresh_token", {"refresh_token": other.json()["refresh_token"]}, basic="basic")


def refresh_token_revoked(at: Conversation) -> None:
    """A refresh token that was revoked.

    The person signed out in another window.
    """
    token = at.token("password", ALICE, basic="basic", keep=False).json()
    at.post(Purpose.REVOCATION, {"token": token["refresh_token"]}, basic="basic")
    at.token("refresh_token", {"refresh_token": token["refresh_token"]}, basic="basic")


def refresh_token_is_an_access_token(at: Conversation) -> None:
    """The access token is sent in place of the refresh token."""
    token = at.token("password", ALICE, basic="basic", keep=False).json()
    at.token("refresh_token", {"refresh_token": token["access_token"]}, basic="basic")


def refresh_for_more(at: Conversation) -> None:
    """A refresh that asks for more than was granted."""
    token = at.token("password", {**ALICE, "scope": "api:read"}, basic="basic", keep=False).json()
    more = {"refresh_token": token["refresh_token"], "scope": "api:read api:write"}
    at.token("refresh_token", more, basic="basic")


def refresh_token_missing(at: Conversation) -> None:
    """A refresh without a refresh token.

    The variable it should come from is empty.
    """
    at.token("refresh_token", {"refresh_token": ""}, basic="basic")


def password_wrong(at: Conversation) -> None:
    """A password that is not the person's."""
    at.token("password", {"username": "alice", "password": "wrong-password"}, basic="basic")


def password_missing(at: Conversation) -> None:
    """A user name without a password."""
    at.token("password", {"username": "alice"}, basic="basic")


def device_still_pending(at: Conversation) -> None:
    """Nobody has typed in the user code yet."""
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"scope": "openid"}, basic="basic").json()
    at.token(DEVICE_CODE, {"device_code": asked["device_code"]}, basic="basic")


def device_code_expired(at: Conversation) -> None:
    """Nobody typed in the user code in time.

    The device codes of this client live for one second.
    """
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"scope": "openid"}, basic="short").json()
    let_expire()
    at.token(DEVICE_CODE, {"device_code": asked["device_code"]}, basic="short")


def device_code_of_another_client(at: Conversation) -> None:
    """A device code of another client."""
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"scope": "openid"}, basic="basic").json()
    at.token(DEVICE_CODE, {"device_code": asked["device_code"], "client_id": "public"})


def device_code_unknown(at: Conversation) -> None:
    """The user code is sent in place of the device code."""
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"scope": "openid"}, basic="basic").json()
    at.token(DEVICE_CODE, {"device_code": asked["user_code"]}, basic="basic")


def device_grant_not_allowed(at: Conversation) -> None:
    """A client that may not use devices."""
    at.post(Purpose.DEVICE_AUTHORIZATION, {"scope": "openid"}, basic="read-only")


def device_of_an_unknown_client(at: Conversation) -> None:
    """A device of a client that the server does not know."""
    at.post(Purpose.DEVICE_AUTHORIZATION, {"client_id": "nobody", "scope": "openid"})


def subject_assertion_expired(at: Conversation) -> None:
    """An assertion about a person that has expired."""
    at.token(JWT_BEARER, _about_alice(at, exp=int(time.time()) - 600), basic="basic")


def subject_assertion_for_the_wrong_audience(at: Conversation) -> None:
    """An assertion about a person, for another server."""
    at.token(JWT_BEARER, _about_alice(at, aud="https://test.login.example"), basic="basic")


def subject_assertion_signed_with_another_key(at: Conversation) -> None:
    """An assertion about a person, signed with a key that the server does not trust."""
    claims = {"iss": "https://issuer.example", "sub": "alice", "aud": at.server.issuer, "exp": int(time.time()) + 60}
    at.token(JWT_BEARER, {"assertion": signed(at.keys.foreign, claims)}, basic="basic")


def subject_assertion_without_subject(at: Conversation) -> None:
    """An assertion that does not say whom it is about."""
    at.token(JWT_BEARER, _about_alice(at, sub=None), basic="basic")


def subject_assertion_missing(at: Conversation) -> None:
    """The grant of assertions without an assertion."""
    at.token(JWT_BEARER, basic="basic")


def subject_token_unknown(at: Conversation) -> None:
    """A token to be traded that has expired."""
    traded = {"subject_token": "an-access-token-of-yesterday", "subject_token_type": TOKEN_TYPES["access_token"]}
    at.token(TOKEN_EXCHANGE, traded, basic="basic")


def subject_token_of_another_type(at: Conversation) -> None:
    """An ID token to be traded, at a server that takes access tokens."""
    traded = {"subject_token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "subject_token_type": TOKEN_TYPES["id_token"]}
    at.token(TOKEN_EXCHANGE, traded, basic="basic")


def subject_token_type_missing(at: Conversation) -> None:
    """A token to be traded without its type."""
    at.token(TOKEN_EXCHANGE, {"subject_token": "an-access-token-of-yesterday"}, basic="basic")


def _about_alice(at: Conversation, **claims: object) -> dict[str, str]:
    whole = {
        "iss": "https://issuer.example",
        "sub": "alice",
        "aud": at.server.issuer,
        "exp": int(time.time()) + 60,
        **claims,
    }
    told = {name: value for name, value in whole.items() if value is not None}
    return {"assertion": signed(at.keys.issuer, told)}
