"""The grants of the token endpoint, one a file; a new one is added to this list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc7636 import CodeChallenge

from tokencli.sandbox.grants.authorization_code import AuthorizationCodeGrant
from tokencli.sandbox.grants.client_credentials import ClientCredentialsGrant
from tokencli.sandbox.grants.device_code import DeviceCodeGrant
from tokencli.sandbox.grants.jwt_bearer import JwtBearerGrant
from tokencli.sandbox.grants.password import PasswordGrant
from tokencli.sandbox.grants.refresh_token import RefreshTokenGrant
from tokencli.sandbox.grants.saml2_bearer import Saml2BearerGrant
from tokencli.sandbox.grants.sandbox_ticket import SandboxTicketGrant

if TYPE_CHECKING:
    from tokencli.sandbox.authorization_server import SandboxAuthorizationServer


def grants() -> tuple[tuple[type, list[Any]], ...]:
    """The grants.

    Returns:
        Each class with its Authlib extensions.
    """
    # RFC 9700 section 2.1.1: public clients MUST use PKCE. Authlib holds them to it at the token endpoint.
    return (
        (AuthorizationCodeGrant, [CodeChallenge(required=True)]),
        (RefreshTokenGrant, []),
        (ClientCredentialsGrant, []),
        (PasswordGrant, []),
        (DeviceCodeGrant, []),
        (JwtBearerGrant, []),
        (Saml2BearerGrant, []),
        (SandboxTicketGrant, []),
    )


def register_grants(server: SandboxAuthorizationServer) -> None:
    """Makes a server answer the grants.

    Args:
        server: The server.
    """
    for grant, extensions in grants():
        server.register_grant(grant, extensions)


def grant_types() -> list[str]:
    """The registered names.

    Returns:
        The values of `grant_type` that the token endpoint answers.
    """
    return [str(grant.GRANT_TYPE) for grant, _ in grants()]  # type: ignore[attr-defined] # Authlib ships no types
