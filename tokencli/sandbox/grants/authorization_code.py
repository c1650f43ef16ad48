"""`authorization_code`: single use, bound to client, redirect URI and PKCE (RFC 6749 section 4.1, RFC 7636)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authlib.oauth2.rfc6749 import grants

from tokencli.sandbox.issue import make_code
from tokencli.sandbox.issuing_grant import IssuingGrant
from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxUser
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.records import Authorization, AuthorizationCode
    from tokencli.sandbox.registered_client import RegisteredClient


def _invalid_code(reason: str) -> Refusal:
    return Refusal("invalid_grant", reason, told="the authorization code is not valid")


class AuthorizationCodeGrant(IssuingGrant, grants.AuthorizationCodeGrant):  # type: ignore[misc] # Authlib ships no types
    """Makes codes at the authorization endpoint and takes them at the token endpoint."""

    def save_authorization_code(self, code: str, request: SandboxRequest) -> None:
        """Nothing is left to do: `generate_authorization_code` remembers the code it makes."""

    def generate_authorization_code(self) -> str:
        """Makes the code for the request at hand.

        Returns:
            Its value.
        """
        form = self.request.form
        return make_code(
            self.state,
            self.authorization(self.request.payload.scope),
            form["redirect_uri"],
            code_challenge=form.get("code_challenge"),
            code_challenge_method=form.get("code_challenge_method"),
            nonce=form.get("nonce"),
        ).code

    def query_authorization_code(self, code: str, client: RegisteredClient) -> AuthorizationCode:
        """Finds the code of a token request.

        Args:
            code: Its value.
            client: Who presents it.

        Returns:
            The code.

        Raises:
            Refusal: `invalid_grant`, for a code that is unknown, another client's, used or expired.
        """
        found = self.state.records.codes.get(code)
        if found is None:
            raise _invalid_code("the code was never issued here")
        # RFC 6749 section 4.1.3: ensure that the authorization code was issued to the authenticated client.
        if found.authorization.client_id != client.client_id:
            raise _invalid_code(f"the code was issued to {found.authorization.client_id}, not to {client.client_id}")
        # RFC 6749 section 4.1.2: if a code is used more than once, the server MUST deny the request and SHOULD revoke
        # all tokens previously issued based on that authorization code.
        if found.used:
            found.authorization.revoked = True
            raise _invalid_code("the code was used before; all tokens issued from it are revoked")
        if found.expires_at <= self.state.clock():
            raise _invalid_code("the code has expired")
        return found

    def authorization(self, scope: str | None) -> Authorization:
        """What the user allowed: from the code, or new where the code is being made."""
        code: AuthorizationCode | None = self.request.authorization_code
        return super().authorization(scope) if code is None else code.authorization

    def nonce(self) -> str | None:
        """The nonce of the authorization request."""
        code: AuthorizationCode = self.request.authorization_code
        return code.nonce

    def authenticate_user(self, authorization_code: AuthorizationCode) -> SandboxUser:
        """The user who allowed it."""
        return self.state.users[authorization_code.authorization.username or ""]

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Marks the code as used; it is kept, so that a second use is noticed."""
        authorization_code.used = True
