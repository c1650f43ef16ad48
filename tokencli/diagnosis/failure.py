"""The registered error codes: what each means, who acts, whether trying again makes sense."""

from __future__ import annotations

from dataclasses import dataclass

from tokencli.providers.known_error import Retry, Who


@dataclass(frozen=True, slots=True)
class RegisteredError:
    """An error code as its specification defines it.

    Attributes:
        meaning: What it says, in one sentence.
        who: Who usually acts.
        retry: Whether the same request makes sense again.
        spec: The section that defines it.
        help: What to do where more can be said than whether to try again; empty where not.
    """

    meaning: str
    who: Who
    retry: Retry
    spec: str
    help: str = ""

    @property
    def advice(self) -> str:
        """What to do."""
        return self.help or _BY_RETRY[self.retry]


_BY_RETRY = {
    Retry.NEVER: "leave it: the same request will be refused again",
    Retry.NEW_SIGN_IN: "sign in anew: the same request will be refused again",
    Retry.AFTER_FIX: "correct what it names, then try again: the same request will be refused again",
    Retry.LATER: "try the same request again later",
    Retry.POLL: "keep asking, as the program does by itself",
}


REGISTERED_ERRORS = {
    "invalid_request": RegisteredError(
        "The request lacks a parameter, repeats one, holds a malformed one, or authenticates in two ways.",
        Who.YOU, Retry.AFTER_FIX, "RFC 6749 section 5.2",
    ),
    "invalid_client": RegisteredError(
        "The server does not accept who the client says it is: unknown client, wrong secret, or a method it does not take.",
        Who.YOU, Retry.AFTER_FIX, "RFC 6749 section 5.2",
        "compare client id and secret with the registration, letter for letter; then try the other --auth-method (basic, post)",
    ),
    "invalid_grant": RegisteredError(
        "The code, refresh token, assertion or password is wrong, expired, revoked, used, or belongs to another client.",
        Who.YOU, Retry.NEW_SIGN_IN, "RFC 6749 section 5.2",
        "get a fresh one: sign in anew, or have a new assertion issued; the same one will be refused again",
    ),
    "unauthorized_client": RegisteredError(
        "The client is known, but may not use this grant.", Who.APP_OWNER, Retry.AFTER_FIX, "RFC 6749 section 5.2",
    ),
    "unsupported_grant_type": RegisteredError(
        "The server does not know this grant, or the grant_type never reached it.",
        Who.YOU, Retry.AFTER_FIX, "RFC 6749 section 5.2",
    ),
    "invalid_scope": RegisteredError(
        "A scope is unknown, malformed, or more than may be granted.", Who.YOU, Retry.AFTER_FIX, "RFC 6749 section 5.2",
    ),
    "invalid_target": RegisteredError(
        "The resource or audience is unknown, malformed, or not allowed.", Who.YOU, Retry.AFTER_FIX, "RFC 8707 section 2",
    ),
    "invalid_authorization_details": RegisteredError(
        "The authorization_details are malformed or of a type the server does not know.",
        Who.YOU, Retry.AFTER_FIX, "RFC 9396 section 5",
    ),
    "authorization_pending": RegisteredError(
        "The person has not confirmed yet.", Who.END_USER, Retry.POLL, "RFC 8628 section 3.5",
    ),
    "slow_down": RegisteredError(
        "The server is asked too often; the interval grows by 5 seconds.", Who.YOU, Retry.POLL, "RFC 8628 section 3.5",
    ),
    "access_denied": RegisteredError(
        "The person, or a policy, said no.", Who.END_USER, Retry.NEW_SIGN_IN, "RFC 6749 section 4.1.2.1",
    ),
    "expired_token": RegisteredError(
        "The device code or auth_req_id expired before the person confirmed.",
        Who.END_USER, Retry.NEW_SIGN_IN, "RFC 8628 section 3.5, OpenID CIBA Core section 11",
    ),
    "unknown_user_id": RegisteredError(
        "The hint names nobody whom the server knows.", Who.YOU, Retry.AFTER_FIX, "OpenID CIBA Core section 13",
    ),
    "expired_login_hint_token": RegisteredError(
        "The login_hint_token has expired.", Who.YOU, Retry.AFTER_FIX, "OpenID CIBA Core section 13",
    ),
    "missing_user_code": RegisteredError(
        "The person is asked only with a user_code, and the request has none.",
        Who.YOU, Retry.AFTER_FIX, "OpenID CIBA Core section 13",
    ),
    "invalid_user_code": RegisteredError(
        "The user_code is not the person's.", Who.YOU, Retry.AFTER_FIX, "OpenID CIBA Core section 13",
    ),
    "invalid_binding_message": RegisteredError(
        "The binding_message is too long, or holds what the person's device cannot show.",
        Who.YOU, Retry.AFTER_FIX, "OpenID CIBA Core section 13",
    ),
    "transaction_failed": RegisteredError(
        "The server met something that it did not expect, and will never answer this request.",
        Who.ADMINISTRATOR, Retry.NEW_SIGN_IN, "OpenID CIBA Core section 12",
    ),
    "need_info": RegisteredError(
        "The server wants to know more of who asks: push the claims it names, with the new ticket in its answer.",
        Who.YOU, Retry.AFTER_FIX, "UMA 2.0 Grant section 3.3.6",
    ),
    "request_submitted": RegisteredError(
        "The owner of the resource must decide first; ask again with the new ticket in the answer.",
        Who.END_USER, Retry.LATER, "UMA 2.0 Grant section 3.3.6",
    ),
    "request_denied": RegisteredError(
        "Whoever asks may not have these permissions.", Who.APP_OWNER, Retry.AFTER_FIX, "UMA 2.0 Grant section 3.3.6",
    ),
    "server_error": RegisteredError(
        "The server failed in a way it did not expect.", Who.ADMINISTRATOR, Retry.LATER, "RFC 6749 section 4.1.2.1",
    ),
    "temporarily_unavailable": RegisteredError(
        "The server is overloaded or under maintenance.", Who.ADMINISTRATOR, Retry.LATER, "RFC 6749 section 4.1.2.1",
    ),
    "unsupported_response_type": RegisteredError(
        "The server does not know the response_type.", Who.YOU, Retry.AFTER_FIX, "RFC 6749 section 4.1.2.1",
    ),
    "invalid_request_uri": RegisteredError(
        "The request_uri is unknown, has expired, was used before, or leads to nothing that the server can read.",
        Who.YOU, Retry.NEW_SIGN_IN, "RFC 9101 section 7",
    ),
    "invalid_request_object": RegisteredError(
        "The signed authorization request cannot be read, has expired, or is signed with another key than is registered.",
        Who.YOU, Retry.AFTER_FIX, "RFC 9101 section 7",
    ),
    "request_not_supported": RegisteredError(
        "The server takes no signed authorization requests.", Who.YOU, Retry.AFTER_FIX, "RFC 9101 section 7",
    ),
    "request_uri_not_supported": RegisteredError(
        "The server takes no request_uri here.", Who.YOU, Retry.AFTER_FIX, "RFC 9101 section 7",
    ),
    "login_required": RegisteredError(
        "The person must sign in first.", Who.END_USER, Retry.NEW_SIGN_IN, "OpenID Connect Core section 3.1.2.6",
    ),
    "consent_required": RegisteredError(
        "The person must agree first.", Who.END_USER, Retry.NEW_SIGN_IN, "OpenID Connect Core section 3.1.2.6",
    ),
    "interaction_required": RegisteredError(
        "The person must do something in the browser first.",
        Who.END_USER, Retry.NEW_SIGN_IN, "OpenID Connect Core section 3.1.2.6",
    ),
    "invalid_dpop_proof": RegisteredError(
        "The DPoP proof was not accepted: clock, URL, algorithm or key.", Who.YOU, Retry.AFTER_FIX, "RFC 9449 section 5",
    ),
    "use_dpop_nonce": RegisteredError(
        "The server wants its nonce in the DPoP proof.", Who.YOU, Retry.LATER, "RFC 9449 section 8",
    ),
    "invalid_token": RegisteredError(
        "The access token is expired, revoked, malformed, or not for this resource.",
        Who.YOU, Retry.AFTER_FIX, "RFC 6750 section 3.1",
    ),
    "insufficient_scope": RegisteredError(
        "The access token has not the scope that the resource wants.", Who.YOU, Retry.NEW_SIGN_IN, "RFC 6750 section 3.1",
    ),
    "insufficient_user_authentication": RegisteredError(
        "The person signed in less strongly, or longer ago, than the resource wants.",
        Who.END_USER, Retry.NEW_SIGN_IN, "RFC 9470 section 3",
    ),
}  # fmt: skip
