"""Names that are registered or fixed by a specification, each written once."""

from __future__ import annotations

import re

AUTHORIZATION_CODE = "authorization_code"  # RFC 6749 section 4.1.3
CLIENT_CREDENTIALS = "client_credentials"  # RFC 6749 section 4.4.2
PASSWORD = "password"  # noqa: S105 - the grant's name, RFC 6749 section 4.3.2
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the grant's name, RFC 6749 section 6
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"  # RFC 8628 section 3.4
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"  # RFC 7523 section 2.1
SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer"  # RFC 7522 section 2.1
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105 - RFC 8693 section 2.1
CIBA = "urn:openid:params:grant-type:ciba"  # OpenID CIBA Core section 10.1
UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket"  # UMA 2.0 Grant section 3.3.1

# draft-ietf-oauth-identity-assertion-authz-grant section 7: two grants in a row, known by the name of their profile.
ID_JAG_PROFILE = "urn:ietf:params:oauth:grant-profile:id-jag"
CLIENT_ASSERTION_JWT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523 section 2.2
CLIENT_ASSERTION_SAML = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"  # RFC 7522 section 2.2

REGISTERED_GRANT_TYPES = frozenset(
    {
        AUTHORIZATION_CODE, CLIENT_CREDENTIALS, PASSWORD, REFRESH_TOKEN, DEVICE_CODE,
        JWT_BEARER, SAML2_BEARER, TOKEN_EXCHANGE, CIBA, UMA_TICKET,
    }
)  # fmt: skip

# RFC 6749 section 3.2: parameters MUST NOT be included more than once. These two extensions allow it:
REPEATABLE_MEMBERS = frozenset({"resource", "audience"})  # RFC 8707 section 2, RFC 8693 section 2.1

_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:"  # noqa: S105 - RFC 8693 section 3
# By the last part of each identifier: RFC 8693 section 3, then identity assertions, transaction tokens and their subjects,
# and OpenID Connect Native SSO section 3.2.
TOKEN_TYPES = {
    **{name: _TOKEN_TYPE + name for name in ("access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt")},
    "id_jag": _TOKEN_TYPE + "id-jag",
    "txn_token": _TOKEN_TYPE + "txn_token",
    "self_signed": _TOKEN_TYPE + "self_signed",
    "unsigned_json": _TOKEN_TYPE + "unsigned_json",
    "device_secret": "urn:openid:params:token-type:device-secret",
}
NOT_APPLICABLE = "N_A"  # RFC 8693 section 2.2.1: the token_type of what is no access token
ID_JAG_TYPE = TOKEN_TYPES["id_jag"]

SAML_ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"  # SAML 2.0 Core section 1.1
SAML_PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"  # SAML 2.0 Core section 1.1
SAML_BEARER_CONFIRMATION = "urn:oasis:names:tc:SAML:2.0:cm:bearer"  # SAML 2.0 Profiles section 3.3


def token_type_uri(name: str) -> str:
    """The URI of a token type; a short name is spelled out, anything else is left as it is."""
    return TOKEN_TYPES.get(name.replace("-", "_"), name)


def is_absolute_uri(text: str) -> bool:
    """Whether a text is an absolute URI: a scheme, something after it, and no fragment (RFC 3986 section 4.3)."""
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s#]+", text) is not None
