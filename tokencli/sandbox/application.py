"""The Flask application: which address is answered by what."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from authlib.oauth2 import OAuth2Error
from flask import Flask, Response, g, jsonify
from flask import request as http

from tokencli.sandbox import paths
from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
from tokencli.sandbox.endpoints.authorization import answer_authorization
from tokencli.sandbox.endpoints.device import answer_device
from tokencli.sandbox.endpoints.device_authorization import DeviceAuthorizationEndpoint
from tokencli.sandbox.endpoints.introspection import IntrospectionEndpoint
from tokencli.sandbox.endpoints.metadata import metadata
from tokencli.sandbox.endpoints.revocation import RevocationEndpoint
from tokencli.sandbox.endpoints.token import answer_token
from tokencli.sandbox.endpoints.userinfo import answer_userinfo
from tokencli.sandbox.grants import register_grants
from tokencli.sandbox.oauth_request import SandboxRequest, read_form
from tokencli.sandbox.pages import page
from tokencli.sandbox.received import record_request
from tokencli.sandbox.sample_assertions import SAMPLE_SECONDS, make_jwt, make_saml

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.sandbox.state import SandboxState


def _make_server(state: SandboxState) -> SandboxAuthorizationServer:
    server = SandboxAuthorizationServer(state)
    register_grants(server)
    for endpoint in (DeviceAuthorizationEndpoint, IntrospectionEndpoint, RevocationEndpoint):
        server.register_endpoint(endpoint)
    return server


def _form_endpoint(
    server: SandboxAuthorizationServer, answer: Callable[[SandboxRequest], Response]
) -> Callable[[], Response]:
    def view() -> Response:
        try:
            return answer(read_form(http))
        except OAuth2Error as error:
            return server.handle_error_response(None, error)

    return view


def _add_protocol(app: Flask, server: SandboxAuthorizationServer) -> None:
    forms: dict[str, Callable[[SandboxRequest], Response]] = {
        paths.TOKEN: lambda request: answer_token(server, request),
        paths.DEVICE_AUTHORIZATION: lambda request: server.create_endpoint_response("device_authorization", request),
        paths.INTROSPECTION: lambda request: server.create_endpoint_response("introspection", request),
        paths.REVOCATION: lambda request: server.create_endpoint_response("revocation", request),
    }
    for path, answer in forms.items():
        # RFC 6749 section 3.2: the client MUST use the HTTP "POST" method when making access token requests.
        app.add_url_rule(path, path, _form_endpoint(server, answer), methods=["POST"])


def _add_documents(app: Flask, state: SandboxState) -> None:
    for path in (paths.OPENID_CONFIGURATION, paths.OAUTH_METADATA):
        app.add_url_rule(path, path, lambda: jsonify(metadata(state)))
    app.add_url_rule(paths.JWKS, paths.JWKS, lambda: jsonify(state.keys.public_set()))
    samples: dict[str, Callable[[], str | bytes]] = {
        paths.SAMPLE_JWT: lambda: make_jwt(state, "alice", None, SAMPLE_SECONDS),
        paths.SAMPLE_SAML: lambda: make_saml(state, "alice", None, None, SAMPLE_SECONDS),
    }
    for path, make in samples.items():
        app.add_url_rule(path, path, lambda make=make: Response(make(), mimetype="text/plain"))


def _add_pages(app: Flask, server: SandboxAuthorizationServer) -> None:
    state, both = server.state, ["GET", "POST"]
    app.add_url_rule(paths.AUTHORIZATION, paths.AUTHORIZATION, lambda: answer_authorization(server, http), methods=both)
    app.add_url_rule(paths.DEVICE, paths.DEVICE, lambda: answer_device(state, http), methods=both)
    app.add_url_rule(paths.USERINFO, paths.USERINFO, lambda: answer_userinfo(state, http), methods=both)
    app.add_url_rule("/", "/", lambda: page("home", issuer=state.issuer, metadata=paths.OPENID_CONFIGURATION))


def _add_order(app: Flask, state: SandboxState) -> None:
    # One request at a time: a code or refresh token that comes twice at once must be good once only.
    turn = threading.Lock()

    @app.before_request
    def begin() -> None:
        received = record_request(http)
        turn.acquire()
        g.has_turn = True
        state.requests.append(received)

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if g.pop("has_turn", False):
            turn.release()


def make_application(state: SandboxState) -> Flask:
    """Makes the application of one sandbox.

    Args:
        state: The sandbox.

    Returns:
        A WSGI application.
    """
    app = Flask(__name__, static_folder=None)
    server = _make_server(state)
    _add_order(app, state)
    _add_protocol(app, server)
    _add_documents(app, state)
    _add_pages(app, server)
    return app
