"""What the sandbox says about itself (OIDC Discovery 1.0 section 3, RFC 8414 section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.sandbox import paths
from tokencli.sandbox.endpoints.introspection import IntrospectionEndpoint
from tokencli.sandbox.grants import grant_types
from tokencli.sandbox.issuing_grant import AUTH_METHODS
from tokencli.sandbox.keys import TOKEN_ALGORITHM
from tokencli.sandbox.scope import SCOPES

if TYPE_CHECKING:
    from tokencli.sandbox.state import SandboxState


def metadata(state: SandboxState) -> dict[str, Any]:
    """The metadata document, the same at both addresses.

    Args:
        state: The sandbox.

    Returns:
        The members.
    """
    return {
        "issuer": state.issuer,
        "authorization_endpoint": state.url(paths.AUTHORIZATION),
        "token_endpoint": state.url(paths.TOKEN),
        "device_authorization_endpoint": state.url(paths.DEVICE_AUTHORIZATION),
        "introspection_endpoint": state.url(paths.INTROSPECTION),
        "revocation_endpoint": state.url(paths.REVOCATION),
        "userinfo_endpoint": state.url(paths.USERINFO),
        "jwks_uri": state.url(paths.JWKS),
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": grant_types(),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [TOKEN_ALGORITHM],
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "introspection_endpoint_auth_methods_supported": list(IntrospectionEndpoint.CLIENT_AUTH_METHODS),
        "code_challenge_methods_supported": ["S256", "plain"],
        "prompt_values_supported": ["none", "login", "consent"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "email"],
        # OIDC Core 1.0 sections 6.1 and 6.2: request objects; the defaults say otherwise for the second.
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        # RFC 9207 section 3: whether the authorization server provides the iss parameter in the authorization response.
        "authorization_response_iss_parameter_supported": True,
    }
