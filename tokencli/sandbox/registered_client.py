"""A client the way Authlib asks about one (RFC 6749 section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.sandbox.redirect_uri import is_registered
from tokencli.sandbox.scope import or_default

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxClient


@dataclass(frozen=True)
class RegisteredClient:
    """The client of a request, as handed to Authlib's grants and endpoints."""

    registered: SandboxClient

    @property
    def client_id(self) -> str:
        """Its identifier."""
        return self.registered.client_id

    def get_client_id(self) -> str:
        """Its identifier."""
        return self.registered.client_id

    def get_default_redirect_uri(self) -> None:
        """None: with several registered, a request must name one (RFC 6749 section 3.1.2.3)."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """The scope it gets for what it asked; the server has refused unknown scopes before."""
        return or_default(scope)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether codes may be sent there."""
        return is_registered(self.registered.redirect_uris, redirect_uri)

    def check_response_type(self, response_type: str) -> bool:
        """Whether it may ask the authorization endpoint for this."""
        return response_type == "code" and self.check_grant_type("authorization_code")

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether it may use this grant type."""
        return grant_type in self.registered.grant_types
