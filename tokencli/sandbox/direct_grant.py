"""A grant that is answered at once from what the request carries: assertions (RFC 7521) and extension grants."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from authlib.oauth2.rfc6749 import BaseGrant, TokenEndpointMixin

from tokencli.sandbox.accounts import SandboxClient
from tokencli.sandbox.issuing_grant import IssuingGrant
from tokencli.sandbox.refusal import Refusal
from tokencli.sandbox.registered_client import RegisteredClient

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxUser


class DirectGrant(IssuingGrant, BaseGrant, TokenEndpointMixin, ABC):  # type: ignore[misc] # Authlib ships no types
    """Judges one member of the request; a subclass says which and how."""

    GRANT_TYPE: ClassVar[str]
    MEMBER: ClassVar[str]
    NEEDS_CLIENT: ClassVar[bool] = True

    @abstractmethod
    def judge(self, value: str) -> SandboxUser | None:
        """Who the tokens are for.

        Args:
            value: The value of the member.

        Returns:
            The user, or None where the client acts for itself.

        Raises:
            Refusal: The value is not good.
        """

    def validate_token_request(self) -> None:
        """Judges the request.

        Raises:
            Refusal: It is refused.
        """
        self.request.client = self._client()
        if not self.request.client.check_grant_type(self.GRANT_TYPE):
            reason = f"{self.request.client.client_id} may not use grant_type={self.GRANT_TYPE}"
            raise Refusal("unauthorized_client", reason)
        value = self.request.form.get(self.MEMBER)
        if value is None:
            raise Refusal("invalid_request", f"{self.MEMBER} is missing")
        self.request.user = self.judge(value)
        self.validate_requested_scope()

    def create_token_response(self) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        """The token response.

        Returns:
            Status, members and headers.
        """
        # RFC 7521 section 4.1: refresh tokens are not typically issued in response to assertion grant requests.
        token = self.generate_token(
            user=self.request.user, scope=self.request.payload.scope, include_refresh_token=False
        )
        return 200, token, self.TOKEN_RESPONSE_HEADER

    def _client(self) -> RegisteredClient:
        named = "client_id" in self.request.form or "client_secret" in self.request.form
        # RFC 7521 section 4.1: authentication of the client is optional; if credentials are sent, they are judged.
        if self.NEEDS_CLIENT or named or self.request.headers.get("Authorization"):
            client: RegisteredClient = self.authenticate_token_endpoint_client()
            return client
        return RegisteredClient(SandboxClient("anonymous", None, "none", (self.GRANT_TYPE,), (), "no client was named"))
