"""Judging an authorization request: client and redirect URI first, then what may be told to the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authlib.oauth2 import OAuth2Error

from tokencli.sandbox.refusal import Refusal
from tokencli.sandbox.target import asked_targets

if TYPE_CHECKING:
    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.registered_client import RegisteredClient

# OIDC Core 1.0 section 3.1.2.6
NOT_SUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


def _client(server: SandboxAuthorizationServer, request: SandboxRequest) -> RegisteredClient:
    named, redirect_uri = request.payload.datalist["client_id"], request.payload.datalist["redirect_uri"]
    if len(named) != 1 or len(redirect_uri) != 1:
        raise Refusal("invalid_request", "client_id and redirect_uri must each be there once")
    client = server.query_client(named[0])
    if client is None:
        raise Refusal("invalid_request", f"no client is registered as {named[0]}")
    if not client.check_redirect_uri(redirect_uri[0]):
        raise Refusal("invalid_request", f"the redirect URI {redirect_uri[0]} is not registered for {named[0]}")
    return client


def _check_members(request: SandboxRequest, client: RegisteredClient) -> None:
    form = request.form
    request.require_single()
    for name, error in NOT_SUPPORTED.items():
        if name in form:
            raise Refusal(error, f"{name} is not supported")
    # RFC 6749 section 3.1.1: if the response_type parameter is missing or not understood, the server MUST return an error.
    if "response_type" not in form:
        raise Refusal("invalid_request", "response_type is missing")
    if form["response_type"] != "code":
        raise Refusal("unsupported_response_type", f"response_type={form['response_type']} is not known here")
    if form.get("response_mode", "query") != "query":
        raise Refusal("invalid_request", f"response_mode={form['response_mode']} is not known here")
    # RFC 9700 section 2.1.1: public clients MUST use PKCE.
    if client.registered.auth_method == "none" and "code_challenge" not in form:
        raise Refusal("invalid_request", "a public client must send code_challenge")
    if not form.get("max_age", "0").isdecimal():
        raise Refusal("invalid_request", "max_age is no number of seconds")
    asked_targets(request)


def judge_authorization_request(server: SandboxAuthorizationServer, request: SandboxRequest) -> None:
    """Judges what does not depend on the user.

    Args:
        server: The server.
        request: The request.

    Raises:
        OAuth2Error: It is refused. With a `redirect_uri` the client is told; without one, only the user may be.
    """
    client = _client(server, request)
    try:
        _check_members(request, client)
        server.get_consent_grant(request)
    except OAuth2Error as error:
        error.redirect_uri = request.form["redirect_uri"]
        raise
