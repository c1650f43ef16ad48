"""Where the endpoints are."""

from __future__ import annotations

AUTHORIZATION = "/authorize"
TOKEN = "/token"  # noqa: S105 -- a path
DEVICE_AUTHORIZATION = "/device_authorization"
DEVICE = "/device"
INTROSPECTION = "/introspect"
REVOCATION = "/revoke"
USERINFO = "/userinfo"
JWKS = "/jwks"
SAMPLE_JWT, SAMPLE_SAML = "/samples/assertion.jwt", "/samples/assertion.xml"  # fresh ones, for the assertion grants
OPENID_CONFIGURATION = "/.well-known/openid-configuration"  # OIDC Discovery 1.0 section 4
OAUTH_METADATA = "/.well-known/oauth-authorization-server"  # RFC 8414 section 3
