"""Authlib's authorization server, told what this sandbox knows (RFC 6749)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from authlib.oauth2 import AuthorizationServer
from flask import Response

from tokencli.sandbox.client_authentication import authenticate_client
from tokencli.sandbox.refusal import invalid_client, reason_of
from tokencli.sandbox.registered_client import RegisteredClient
from tokencli.sandbox.scope import require_known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authlib.oauth2 import OAuth2Error

    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.state import SandboxState


class SandboxAuthorizationServer(AuthorizationServer):  # type: ignore[misc] # Authlib ships no types
    """Runs Authlib's grants and endpoints over the records of one sandbox."""

    def __init__(self, state: SandboxState) -> None:
        super().__init__()
        self.state = state

    def query_client(self, client_id: str) -> RegisteredClient | None:
        """The client of an identifier, or None."""
        found = self.state.clients.get(client_id)
        return None if found is None else RegisteredClient(found)

    def authenticate_client(
        self, request: SandboxRequest, methods: Iterable[str], endpoint: str = "token"
    ) -> RegisteredClient:
        """Finds the client that sent a request.

        Args:
            request: The request; its `client` and `auth_method` are set.
            methods: The registered names of the methods this endpoint takes.
            endpoint: The endpoint's name.

        Returns:
            The client.

        Raises:
            Refusal: It is not known, did not prove who it is, or may not call this endpoint.
        """
        found = authenticate_client(request, self.state.clients)
        if found is None:
            raise invalid_client("the request names no client")
        client, method = found
        if method not in methods:
            raise invalid_client(f"{client.client_id} uses {method}, which the {endpoint} endpoint does not take")
        registered = RegisteredClient(client)
        request.auth_method, request.client = method, registered
        return registered

    def validate_requested_scope(self, scope: str | None) -> None:
        """Lets pass known scopes; refuses others with `invalid_scope`."""
        require_known(scope)

    def save_token(self, token: dict[str, Any], request: SandboxRequest) -> None:
        """Does nothing: a token is remembered where it is made."""

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Does nothing: nobody listens."""

    def create_oauth2_request(self, request: SandboxRequest) -> SandboxRequest:
        """The request itself, which is Authlib's kind already."""
        return request

    def handle_response(self, status: int, body: dict[str, Any] | str, headers: Iterable[tuple[str, str]]) -> Response:
        """The Flask response for what Authlib decided."""
        text = json.dumps(body) if isinstance(body, dict) else body
        return Response(text, status=status, headers=list(headers))

    def handle_error_response(self, request: SandboxRequest | None, error: OAuth2Error) -> Response:
        """The answer to a refused request; the true reason is written down.

        Args:
            request: The request, where it could be read.
            error: The refusal.

        Returns:
            The error response (RFC 6749 section 5.2).
        """
        self.state.refused(reason_of(error))
        response: Response = super().handle_error_response(request, error)
        return response
