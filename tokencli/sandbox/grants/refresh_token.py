"""`refresh_token`: with rotation, and a family that dies when an old one comes back (RFC 6749 section 6, RFC 9700)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authlib.oauth2.rfc6749 import grants

from tokencli.sandbox.issuing_grant import IssuingGrant
from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxUser
    from tokencli.sandbox.records import Authorization, IssuedToken


def _invalid_token(reason: str) -> Refusal:
    return Refusal("invalid_grant", reason, told="the refresh token is not valid")


class RefreshTokenGrant(IssuingGrant, grants.RefreshTokenGrant):  # type: ignore[misc] # Authlib ships no types
    """Trades a refresh token for new tokens."""

    @property
    def INCLUDE_NEW_REFRESH_TOKEN(self) -> bool:  # noqa: N802 -- the name is Authlib's
        """Whether the answer has a new refresh token."""
        return self.state.policy.refresh_rotation

    def authenticate_refresh_token(self, refresh_token: str) -> IssuedToken:
        """Finds the token of a request.

        Args:
            refresh_token: Its value.

        Returns:
            The token.

        Raises:
            Refusal: `invalid_grant`, for a token that is unknown, another client's, revoked or used.
        """
        found = self.state.records.tokens.get(refresh_token)
        if found is None or found.kind != "refresh_token":
            raise _invalid_token("the refresh token was never issued here")
        # RFC 6749 section 6: the server MUST ensure that the refresh token was issued to the authenticated client.
        if not found.check_client(self.request.client):
            raise _invalid_token(f"the refresh token was issued to {found.authorization.client_id}")
        # RFC 9700 section 4.14.2: if a refresh token is compromised and used by both the attacker and the legitimate
        # client, one of them presents an invalidated one; the server then revokes the active refresh token as well.
        if found.used:
            found.authorization.revoked = True
            raise _invalid_token("the refresh token was replaced before; the whole family is revoked")
        if not found.active(self.state.clock()):
            raise _invalid_token("the refresh token is revoked")
        return found

    def authorization(self, scope: str | None) -> Authorization:  # noqa: ARG002 -- as every grant is asked
        """What the user allowed at the start."""
        token: IssuedToken = self.request.refresh_token
        return token.authorization

    def authenticate_user(self, refresh_token: IssuedToken) -> SandboxUser | None:
        """The user who allowed it."""
        return self.state.users.get(refresh_token.authorization.username or "")

    def revoke_old_credential(self, refresh_token: IssuedToken) -> None:
        """Marks the old token as replaced."""
        refresh_token.used = self.state.policy.refresh_rotation
