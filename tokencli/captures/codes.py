"""Error codes as they stand in texts of any kind, and the JSON objects that are a refusal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# What may stand alone in a sentence and still be nothing but the code of a refusal. Every registered code is here.
CODE = re.compile(
    r"\b(?:invalid_(?:request(?:_uri|_object)?|client(?:_metadata)?|grant|scope|target|token|dpop_proof|redirect_uri"
    r"|authorization_details|resource|user_code|binding_message|rapt)"
    r"|unauthorized_client|unsupported_(?:grant|response|token)_type|access_denied|server_error|temporarily_unavailable"
    r"|(?:login|consent|interaction|account_selection)_required|authorization_pending|slow_down|expired_token"
    r"|insufficient_scope|insufficient_user_authentication|use_dpop_nonce|redirect_uri_mismatch|bad_verification_code"
    r"|incorrect_client_credentials|redirect_mismatch|mismatching_state|authorization_request_not_found|AADSTS\d{4,7}|AADB2C\d{5}|MSIS\d{4,5})\b"
)
# A product's own number, which stands in the words of a refusal.
NUMBER = re.compile(r"(?:AADSTS|AADB2C|MSIS)\d+")
# How client libraries say in a sentence that they do not know the state: openid-client, ASP.NET Core.
UNKNOWN_STATE = re.compile(r"\bstate mismatch\b|\bCorrelation failed\b")
# How Keycloak, Okta and IdentityServer say on a page or in a log that the redirect URI is not registered.
UNKNOWN_REDIRECT_URI = re.compile(r"\bInvalid (?:parameter: )?redirect_uri\b|'redirect_uri' parameter must be\b")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{1,60}")
_BESIDE = frozenset({"error_description", "error_uri", "error_codes", "error_hint", "hint", "suberror", "state"})


def is_refusal(members: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a refusal of an authorization server, and not some record that also has an `error`."""
    error = members.get("error")
    if isinstance(error, str):
        if CODE.fullmatch(error):
            return True
        beside = any(name in members for name in _BESIDE)
        return _WORD.fullmatch(error) is not None and (beside or ("_" in error and error.islower()))
    # Some services put an object there; a record of an exception has a stack, and is none of them.
    return (
        isinstance(error, dict)
        and "stack" not in error
        and ("status" in error or "code" in error)
        and "message" in error
    )


def is_tokens(members: Mapping[str, Any]) -> bool:
    """Whether a JSON object is what a token endpoint hands out."""
    return isinstance(members.get("access_token"), str) or (
        isinstance(members.get("id_token"), str) and "expires_in" in members
    )


def is_metadata(members: Mapping[str, Any]) -> bool:
    """Whether a JSON object is the metadata of an authorization server (RFC 8414 section 2)."""
    endpoints = ("token_endpoint", "authorization_endpoint", "jwks_uri")
    return isinstance(members.get("issuer"), str) and any(isinstance(members.get(name), str) for name in endpoints)
