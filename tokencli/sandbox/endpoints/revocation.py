"""The revocation endpoint (RFC 7009)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authlib.oauth2 import rfc7009

from tokencli.sandbox.issuing_grant import AUTH_METHODS
from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.records import IssuedToken
    from tokencli.sandbox.registered_client import RegisteredClient


class RevocationEndpoint(rfc7009.RevocationEndpoint):  # type: ignore[misc] # Authlib ships no types
    """Authlib's, over the sandbox's tokens."""

    CLIENT_AUTH_METHODS = AUTH_METHODS
    server: SandboxAuthorizationServer

    def check_params(self, request: SandboxRequest, client: RegisteredClient) -> None:
        """Lets pass a request with a token; a hint of any kind is fine."""
        if "token" not in request.form:
            raise Refusal("invalid_request", f"token is missing in the request of {client.client_id}")

    def authenticate_token(self, request: SandboxRequest, client: RegisteredClient) -> IssuedToken | None:
        """Finds the token; another client's is refused.

        Args:
            request: The request.
            client: Who asks.

        Returns:
            The token; None for an unknown one, which is as good as revoked (RFC 7009 section 2.2).

        Raises:
            Refusal: The token is another client's, or missing.
        """
        self.check_params(request, client)
        found = self.query_token(request.form["token"], request.form.get("token_type_hint"))
        # RFC 7009 section 2.1: verifies whether the token was issued to the client making the revocation request; if
        # this validation fails, the request is refused.
        if found is not None and not found.check_client(client):
            raise Refusal("invalid_grant", f"the token was issued to {found.authorization.client_id}")
        return found

    def query_token(self, token_string: str, token_type_hint: str | None) -> IssuedToken | None:
        """The token, whatever the hint says."""
        return self.server.state.records.tokens.get(token_string)

    def revoke_token(self, token: IssuedToken, request: SandboxRequest) -> None:
        """Ends a token; a refresh token takes its family along."""
        token.revoked = True
        # RFC 7009 section 2.1: if the token is a refresh token, the server SHOULD also invalidate all access tokens based
        # on the same authorization grant.
        if token.kind == "refresh_token":
            token.authorization.revoked = True
