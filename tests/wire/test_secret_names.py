from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.settings.model import all_parameters
from tokencli.wire.secret_names import SECRET_NAMES, is_secret_member

SECRET = [
    *sorted(SECRET_NAMES),
    "api_key", "apikey", "apiKey", "API-Key", "X-Api-Key", "key", "clientSecret", "secret", "passwd", "pwd", "pass", "passphrase", "pin", "user.pin",
    "totp", "otp", "mfaToken", "session", "session_id", "sessionId", "JSESSIONID", "secret_id", "auth", "auth_session", "sig", "signature",
    "csrf_token", "SAMLResponse", "SecretAccessKey", "SessionToken", "device_secret", "claim_token", "saml_assertion", "private_key",
]  # fmt: skip
READABLE = [
    "grant_type", "scope", "state", "nonce", "client_id", "redirect_uri", "resource", "audience", "username", "response_type", "response_mode",
    "code_challenge", "code_challenge_method", "client_assertion_type", "subject_token_type", "actor_token_type", "requested_token_type",
    "issued_token_type", "token_type", "tokenType", "token_type_hint", "token_use", "requested_token_use", "token_format", "session_state",
    "expires_in", "refresh_token_expires_in", "refreshTokenExpiresIn", "client_secret_expires_at", "auth_time", "request_uri",
    "token_endpoint", "token_endpoint_auth_method", "token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg",
    "id_token_signed_response_alg", "id_token_encrypted_response_enc", "id_token_signing_alg_values_supported", "check_session_iframe",
    "end_session_endpoint", "backchannel_token_delivery_mode", "tls_client_auth_subject_dn", "jwks_uri", "credential_issuer",
    "kid", "kty", "alg", "use", "n", "e", "x", "y", "x5c", "x5t", "public_key", "key_id", "token_id",
    "error", "error_description", "error_uri", "error_codes", "error_key", "errorKey", "message_key", "has_refresh_token", "include_refresh_token",
    "sub", "iss", "aud", "jti", "sid", "author", "authorization_details", "prompt", "login_hint", "spinner", "important", "",
]  # fmt: skip


@pytest.mark.parametrize("name", SECRET)
def test_a_name_that_sounds_like_a_credential_is_one_in_any_case(name: str) -> None:
    assert is_secret_member(name)
    assert is_secret_member(name.upper())


@pytest.mark.parametrize("name", READABLE)
def test_what_only_speaks_of_credentials_stays_readable(name: str) -> None:
    assert not is_secret_member(name)


def test_what_a_request_may_declare_openly_is_not_taken_for_a_secret() -> None:
    # The names of settings that are no members of requests may sound as they like.
    assert [one.name for one in all_parameters() if not one.secret and is_secret_member(one.name)] == ["auth_param"]


@pytest.mark.parametrize("name", ["/oauth/token", "/token;v", "key" * 50])
def test_a_path_and_a_long_text_are_no_names(name: str) -> None:
    assert not is_secret_member(name)


@given(st.text())
def test_any_text_can_be_asked_about(name: str) -> None:
    assert is_secret_member(name) in {True, False}
