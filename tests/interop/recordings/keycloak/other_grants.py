"""Every other grant, refused at the token endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.identifiers import CIBA, DEVICE_CODE, JWT_BEARER, TOKEN_EXCHANGE, TOKEN_TYPES
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tests.interop.recordings.conversation import Conversation

CC = "client_credentials"
ASK = Purpose.BACKCHANNEL_AUTHENTICATION


def service_account_switched_off(at: Conversation) -> None:
    """A client without a service account."""
    at.token(CC, basic="nothing-allowed")


def service_account_of_a_public_client(at: Conversation) -> None:
    """A public client asks for a token of its own."""
    at.token(CC, {"client_id": "public"})


def grant_unknown(at: Conversation) -> None:
    """A grant type with a typing error."""
    at.token("client_credential", basic="confidential")


def grant_missing(at: Conversation) -> None:
    """A request that does not say which grant it is."""
    at.post(Purpose.TOKEN, {"scope": "openid"}, basic="confidential")


def scope_not_assigned(at: Conversation) -> None:
    """A scope that is not assigned to the client."""
    at.token(CC, {"scope": "openid orders.read"}, basic="confidential")


def scope_with_commas(at: Conversation) -> None:
    """Scopes with commas between them."""
    at.token(CC, {"scope": "openid,email"}, basic="confidential")


def client_id_twice(at: Conversation) -> None:
    """The client id stands in the form twice."""
    secret = at.server.secret_of("confidential")
    body = f"grant_type={CC}&client_id=confidential&client_id=confidential&client_secret={secret}"
    at.post(Purpose.TOKEN, body=body)


def proof_missing(at: Conversation) -> None:
    """A client whose tokens are bound to a key sends no proof."""
    at.redeem(at.code("dpop"), "dpop")


def authorization_url_as_token_endpoint(at: Conversation) -> None:
    """The token request goes to the authorization endpoint."""
    at.token(CC, basic="confidential", url=at.url(Purpose.AUTHORIZATION))


def issuer_as_token_endpoint(at: Conversation) -> None:
    """The token request goes to the issuer."""
    at.token(CC, basic="confidential", url=at.server.issuer)


def token_endpoint_asked_by_get(at: Conversation) -> None:
    """The token endpoint is asked by GET."""
    at.get(Purpose.TOKEN, f"{at.url(Purpose.TOKEN)}?grant_type={CC}&client_id=confidential")


def realm_unknown(at: Conversation) -> None:
    """A realm that does not exist."""
    at.token(CC, basic="confidential", url=at.url(Purpose.TOKEN).replace("/tokencli/", "/nowhere/"))


def realm_of_another_client(at: Conversation) -> None:
    """The realm is another one than that in which the client is."""
    at.token(CC, basic="exchanger", url=at.url(Purpose.TOKEN).replace("/tokencli/", "/hasty/"))


def path_of_old_versions(at: Conversation) -> None:
    """An address with /auth, as it was up to version 16."""
    at.token(CC, basic="confidential", url=at.url(Purpose.TOKEN).replace("/realms/", "/auth/realms/"))


def refresh_token_rotated(at: Conversation) -> None:
    """A refresh token is used again after it was rotated.

    Two processes share one file of tokens.
    """
    token = {"refresh_token": _alice(at)["refresh_token"]}
    at.token("refresh_token", token, basic="confidential")
    at.token("refresh_token", token, basic="confidential")


def refresh_token_rotated_elsewhere(at: Conversation) -> None:
    """A refresh token that somebody else has used meanwhile."""
    token = {"refresh_token": _alice(at)["refresh_token"]}
    at.token("refresh_token", token, basic="confidential", keep=False)
    at.token("refresh_token", token, basic="confidential")


def refresh_token_of_another_client(at: Conversation) -> None:
    """A refresh token of another client."""
    at.token("refresh_token", {"refresh_token": _alice(at)["refresh_token"]}, basic="exchanger")


def refresh_token_of_another_realm(at: Conversation) -> None:
    """A refresh token of another realm."""
    secret = "the-secret-of-the-hasty-client-confidential-0123456789"
    url = at.url(Purpose.TOKEN).replace("/tokencli/", "/hasty/")
    at.token("refresh_token", {"refresh_token": _alice(at)["refresh_token"]}, basic=("confidential", secret), url=url)


def refresh_token_revoked(at: Conversation) -> None:
    """A refresh token that was revoked."""
    token = _alice(at)["refresh_token"]
    at.post(Purpose.REVOCATION, {"token": token}, basic="confidential")
    at.token("refresh_token", {"refresh_token": token}, basic="confidential")


def refresh_token_is_an_access_token(at: Conversation) -> None:
    """The access token is sent in place of the refresh token."""
    at.token("refresh_token", {"refresh_token": _alice(at)["access_token"]}, basic="confidential")


def refresh_token_missing(at: Conversation) -> None:
    """A refresh without a refresh token."""
    at.token("refresh_token", {"refresh_token": ""}, basic="confidential")


def password_wrong(at: Conversation) -> None:
    """A password that is not the person's."""
    at.token("password", {"username": "alice", "password": "wrong-password"}, basic="confidential")


def person_disabled(at: Conversation) -> None:
    """A person whose account was switched off."""
    at.token("password", {"username": "gone", "password": "gone-pw"}, basic="confidential")


def person_must_change_the_password(at: Conversation) -> None:
    """A person who has something to do in a browser first."""
    at.token("password", {"username": "newcomer", "password": "newcomer-pw"}, basic="confidential")


def password_grant_switched_off(at: Conversation) -> None:
    """A client without direct access grants."""
    at.token("password", {"username": "alice", "password": "alice-pw"}, basic="no-password")


def user_name_missing(at: Conversation) -> None:
    """A password without a user name."""
    at.token("password", {"password": "alice-pw"}, basic="confidential")


def device_still_pending(at: Conversation) -> None:
    """Nobody has typed in the user code yet."""
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"client_id": "television", "scope": "openid"}).json()
    at.token(DEVICE_CODE, {"device_code": asked["device_code"], "client_id": "television"})


def device_asked_too_fast(at: Conversation) -> None:
    """A device that asks without a pause."""
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"client_id": "television", "scope": "openid"}).json()
    for _ in range(2):
        at.token(DEVICE_CODE, {"device_code": asked["device_code"], "client_id": "television"})


def device_code_of_another_client(at: Conversation) -> None:
    """A device code of another client."""
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"client_id": "television", "scope": "openid"}).json()
    at.token(DEVICE_CODE, {"device_code": asked["device_code"]}, basic="confidential")


def device_code_unknown(at: Conversation) -> None:
    """The user code is sent in place of the device code."""
    asked = at.post(Purpose.DEVICE_AUTHORIZATION, {"client_id": "television", "scope": "openid"}).json()
    at.token(DEVICE_CODE, {"device_code": asked["user_code"], "client_id": "television"})


def device_grant_not_allowed(at: Conversation) -> None:
    """A client that may not use devices."""
    at.post(Purpose.DEVICE_AUTHORIZATION, {"client_id": "public", "scope": "openid"})


def subject_token_unknown(at: Conversation) -> None:
    """A token to be traded that is none of this realm."""
    traded = {"subject_token": "an-access-token-of-yesterday", "subject_token_type": TOKEN_TYPES["access_token"]}
    at.token(TOKEN_EXCHANGE, traded, basic="exchanger")


def subject_token_for_another(at: Conversation) -> None:
    """A token to be traded whose audience is somebody else."""
    traded = {"subject_token": _alice(at)["access_token"], "subject_token_type": TOKEN_TYPES["access_token"]}
    at.token(TOKEN_EXCHANGE, traded, basic="nothing-allowed")


def exchange_for_an_unknown_audience(at: Conversation) -> None:
    """A token is traded for one of an audience that does not exist."""
    traded = {"subject_token": _alice(at)["access_token"], "subject_token_type": TOKEN_TYPES["access_token"]}
    at.token(TOKEN_EXCHANGE, {**traded, "audience": "orders"}, basic="exchanger")


def subject_assertion_of_an_unknown_issuer(at: Conversation) -> None:
    """An assertion of an issuer that the realm does not know."""
    assertion = at.assertion(at.keys.foreign, "https://issuer.example")["client_assertion"]
    at.token(JWT_BEARER, {"assertion": assertion}, basic="confidential")


def person_on_the_phone_unknown(at: Conversation) -> None:
    """A hint that names nobody."""
    at.post(ASK, {"scope": "openid", "login_hint": "mallory"}, basic="confidential")


def nobody_on_the_phone(at: Conversation) -> None:
    """A request that names nobody."""
    at.post(ASK, {"scope": "openid"}, basic="confidential")


def phone_grant_not_allowed(at: Conversation) -> None:
    """A client that may not ask people on their phones."""
    at.post(ASK, {"scope": "openid", "login_hint": "alice"}, basic="exchanger")


def request_on_the_phone_unknown(at: Conversation) -> None:
    """An auth_req_id that the server does not know."""
    at.token(CIBA, {"auth_req_id": "1c266114-a1be-4252-8ad1-04986c5b9ac1"}, basic="confidential")


def _alice(at: Conversation) -> dict[str, str]:
    members = {"username": "alice", "password": "alice-pw", "scope": "openid"}
    told: dict[str, str] = at.token("password", members, basic="confidential", keep=False).json()
    return told
