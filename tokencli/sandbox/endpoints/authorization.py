"""The authorization endpoint, with sign-in and consent on one page (RFC 6749 section 3.1, OIDC Core 1.0 section 3.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error

from tokencli.sandbox import paths, sign_in
from tokencli.sandbox.authorization_request import judge_authorization_request
from tokencli.sandbox.oauth_request import read_authorization
from tokencli.sandbox.pages import page
from tokencli.sandbox.prompt import allowed_before, require_prompt_met, usable_session
from tokencli.sandbox.refusal import reason_of
from tokencli.sandbox.scope import or_default

if TYPE_CHECKING:
    from flask import Request, Response

    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.sign_in import SignedIn


class _Visit(NamedTuple):
    """One request to the endpoint, judged, and the session it may use."""

    server: SandboxAuthorizationServer
    request: SandboxRequest
    signed_in: SignedIn | None


def _with_issuer(server: SandboxAuthorizationServer, response: Response) -> Response:
    # RFC 9207 section 2: authorization servers supporting this specification MUST include the iss parameter in the
    # authorization response, error responses included.
    if response.location:
        response.location = add_params_to_uri(response.location, [("iss", server.state.issuer)])
    return response


def _refused(server: SandboxAuthorizationServer, request: SandboxRequest, error: OAuth2Error) -> Response:
    # RFC 6749 section 4.1.2.1: state is REQUIRED if it was present in the client authorization request.
    error.state = request.payload.state
    if error.redirect_uri:
        return _with_issuer(server, server.handle_error_response(request, error))
    # RFC 6749 section 4.1.2.1: if the redirect URI or the client identifier is missing or invalid, the server SHOULD
    # inform the resource owner of the error and MUST NOT redirect the user-agent to the invalid redirect URI.
    server.state.refused(reason_of(error))
    return page("error", status=400, error=error.error, reason=error.get_error_description())


def _consent_page(visit: _Visit, problem: str = "") -> Response:
    form = visit.request.form
    return page(
        "consent",
        status=403 if problem else 200,
        action=f"{paths.AUTHORIZATION}?{urlencode(visit.request.payload.pairs)}",
        client_id=form["client_id"],
        redirect_uri=form["redirect_uri"],
        scopes=or_default(form.get("scope")).split(),
        username=visit.signed_in.session.username if visit.signed_in else "",
        login_hint=form.get("login_hint", ""),
        problem=problem,
        users=visit.server.state.users.values(),
    )


def _respond(visit: _Visit, username: str | None) -> Response:
    user = None if username is None else visit.server.state.users[username]
    grant = visit.server.get_authorization_grant(visit.request)
    response = visit.server.create_authorization_response(visit.request, grant_user=user, grant=grant)
    return _with_issuer(visit.server, response)


def _allow(visit: _Visit, signed_in: SignedIn) -> Response:
    form = visit.request.form
    visit.request.session = signed_in.session
    signed_in.session.allowed.add((form["client_id"], or_default(form.get("scope"))))
    response = _respond(visit, signed_in.session.username)
    sign_in.remember(response, signed_in)
    return response


def _decision(visit: _Visit, posted: dict[str, str]) -> Response:
    if posted["decision"] != "allow":
        return _respond(visit, None)
    signed_in = visit.signed_in
    if signed_in is None or "username" in posted:
        signed_in = sign_in.sign_in(visit.server.state, posted.get("username", ""), posted.get("password", ""))
    if signed_in is None:
        return _consent_page(visit, "This name and password do not belong together.")
    return _allow(visit, signed_in)


def _usable(server: SandboxAuthorizationServer, request: SandboxRequest, http: Request) -> SignedIn | None:
    found = sign_in.current(server.state, http)
    if found is None or usable_session(request, found.session, server.state.now()) is None:
        return None
    return found


def answer_authorization(server: SandboxAuthorizationServer, http: Request) -> Response:
    """Answers an authorization request, or the user's decision about one.

    Args:
        server: The server.
        http: The request as Flask has it.

    Returns:
        The page, a redirect to the client, or an error page.
    """
    request = read_authorization(http)
    try:
        judge_authorization_request(server, request)
        signed_in = _usable(server, request, http)
        visit = _Visit(server, request, signed_in)
        if http.method == "POST" and "decision" in http.form:
            return _decision(visit, http.form.to_dict())
        require_prompt_met(request, None if signed_in is None else signed_in.session)
        if signed_in is not None and allowed_before(request, signed_in.session):
            return _allow(visit, signed_in)
        return _consent_page(visit)
    except OAuth2Error as error:
        return _refused(server, request, error)
