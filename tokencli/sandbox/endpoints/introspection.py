"""The introspection endpoint (RFC 7662)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authlib.oauth2 import rfc7662

from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.records import IssuedToken
    from tokencli.sandbox.registered_client import RegisteredClient


class IntrospectionEndpoint(rfc7662.IntrospectionEndpoint):  # type: ignore[misc] # Authlib ships no types
    """Authlib's, over the sandbox's tokens; any client that can prove who it is may ask about any token."""

    # RFC 7662 section 2.1: to prevent token scanning attacks, the endpoint MUST also require some form of authorization.
    CLIENT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")
    server: SandboxAuthorizationServer

    def check_params(self, request: SandboxRequest, client: RegisteredClient) -> None:
        """Lets pass a request with a token; a hint of any kind is fine."""
        if "token" not in request.form:
            raise Refusal("invalid_request", f"token is missing in the request of {client.client_id}")

    def query_token(self, token_string: str, token_type_hint: str | None) -> IssuedToken | None:
        """The token, if it is good for anything."""
        # RFC 7662 section 2.1: if the server is unable to locate the token using the hint, it MUST extend its search.
        found = self.server.state.records.tokens.get(token_string)
        return found if found is not None and found.active(self.server.state.clock()) else None

    def check_permission(self, token: IssuedToken, client: RegisteredClient, request: SandboxRequest) -> bool:
        """Whether the client may know; it may."""
        return True

    def create_introspection_payload(self, token: IssuedToken | None) -> dict[str, Any]:
        """What is said about a token.

        Args:
            token: The token, or None where it is not active.

        Returns:
            The members of the response (RFC 7662 section 2.2).
        """
        # RFC 7662 section 2.2: an inactive token's response SHOULD NOT include any additional information.
        if token is None:
            return {"active": False}
        issuer, authorization = self.server.state.issuer, token.authorization
        members = {
            "active": True,
            "scope": token.scope,
            "client_id": authorization.client_id,
            "username": authorization.username,
            "token_type": "Bearer" if token.kind == "access_token" else None,
            "exp": token.expires_at,
            "iat": token.issued_at,
            "sub": authorization.username or authorization.client_id,
            "aud": list(token.audience) or issuer,
            "iss": issuer,
            "jti": token.jti,
        }
        return {name: value for name, value in members.items() if value is not None}
