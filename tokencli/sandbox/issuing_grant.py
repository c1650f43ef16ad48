"""What all grants of the sandbox share: who may authenticate how, and that tokens are made by the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.sandbox.issue import issue_tokens
from tokencli.sandbox.records import Authorization
from tokencli.sandbox.scope import or_default
from tokencli.sandbox.target import asked_targets, narrowed

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxUser
    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer
    from tokencli.sandbox.oauth_request import SandboxRequest
    from tokencli.sandbox.state import SandboxState

AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")


class IssuingGrant:
    """Stands before an Authlib grant, so that Authlib judges the request and the sandbox makes the tokens."""

    TOKEN_ENDPOINT_AUTH_METHODS: tuple[str, ...] = AUTH_METHODS
    server: SandboxAuthorizationServer
    request: SandboxRequest

    @property
    def state(self) -> SandboxState:
        """The sandbox."""
        return self.server.state

    def authorization(self, scope: str | None) -> Authorization:
        """What the tokens descend from; a new one unless a grant carries one from before.

        Args:
            scope: The scope asked for.

        Returns:
            The authorization.

        Raises:
            Refusal: `invalid_target`.
        """
        user: SandboxUser | None = self.request.user
        session = self.request.session
        return Authorization(
            client_id=self.request.client.client_id,
            username=None if user is None else user.username,
            scope=or_default(scope),
            audience=asked_targets(self.request),
            acr_values=self.request.form.get("acr_values"),
            auth_time=self.state.now() if session is None else session.auth_time,
        )

    def nonce(self) -> str | None:
        """The nonce for the ID token, which only a code carries."""
        return None

    def generate_token(
        self,
        user: SandboxUser | None = None,
        scope: str | None = None,
        grant_type: str | None = None,  # noqa: ARG002 -- the signature is Authlib's
        expires_in: int | None = None,  # noqa: ARG002 -- as above
        include_refresh_token: bool = True,  # noqa: FBT001, FBT002 -- as above
    ) -> dict[str, Any]:
        """Makes the tokens of the response.

        Args:
            user: The user they are for.
            scope: The scope of the access token.
            grant_type: Not used.
            expires_in: Not used; the sandbox has one lifetime, in seconds.
            include_refresh_token: Whether the grant allows a refresh token.

        Returns:
            The members of the token response.

        Raises:
            Refusal: `invalid_target`.
        """
        self.request.user = user
        authorization = self.authorization(scope)
        return issue_tokens(
            self.state,
            authorization,
            scope=or_default(scope),
            audience=narrowed(authorization.audience, asked_targets(self.request)),
            refreshable=include_refresh_token and self.request.client.check_grant_type("refresh_token"),
            nonce=self.nonce(),
        )
