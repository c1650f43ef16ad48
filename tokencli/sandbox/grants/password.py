"""`password`: a user's name and password (RFC 6749 section 4.3), with `acr_values` as some servers take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authlib.oauth2.rfc6749 import grants

from tokencli.sandbox.issuing_grant import IssuingGrant
from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxUser


class PasswordGrant(IssuingGrant, grants.ResourceOwnerPasswordCredentialsGrant):  # type: ignore[misc] # Authlib ships no types
    """Authlib's, with the sandbox's users and tokens."""

    def authenticate_user(self, username: str, password: str) -> SandboxUser:
        """The user of a name and password.

        Args:
            username: The name.
            password: The password.

        Returns:
            The user.

        Raises:
            Refusal: `invalid_grant`.
        """
        user = self.state.users.get(username)
        # RFC 6749 section 5.2: "invalid_grant" is for an invalid grant, resource owner credentials among them.
        if user is None:
            raise Refusal("invalid_grant", f"there is no user {username}", told="wrong user name or password")
        if user.password != password:
            raise Refusal("invalid_grant", f"the password of {username} is another", told="wrong user name or password")
        return user
