"""`client_credentials`: a client acts for itself (RFC 6749 section 4.4)."""

from __future__ import annotations

from authlib.oauth2.rfc6749 import grants

from tokencli.sandbox.issuing_grant import IssuingGrant


class ClientCredentialsGrant(IssuingGrant, grants.ClientCredentialsGrant):  # type: ignore[misc] # Authlib ships no types
    """Authlib's, with the sandbox's tokens."""

    # RFC 6749 section 4.4: the client credentials grant type MUST only be used by confidential clients.
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")
