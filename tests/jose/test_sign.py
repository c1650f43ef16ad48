from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import key
from tokencli.jose.keys import SigningKey
from tokencli.jose.peek import peek
from tokencli.jose.sign import sign, unsecured
from tokencli.jose.verify import verify_signature

CLAIMS: dict[str, Any] = {"iss": "app", "name": "Zoë", "exp": 1_772_366_400}
ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "ES256K",
    "EdDSA",
    "Ed25519",
]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_is_signed_is_verified_with_the_public_key(algorithm: str) -> None:
    pair = key(algorithm)
    token = sign({"kid": "k1", "typ": "JWT"}, CLAIMS, SigningKey(pair.private, pair.jwk, "k1"), algorithm)
    seen = peek(token)
    assert (seen.header, seen.claims) == ({"alg": algorithm, "kid": "k1", "typ": "JWT"}, CLAIMS)
    assert verify_signature(token, [pair.jwk]).good


def test_a_token_without_a_signature_says_so_and_is_never_good() -> None:
    token = unsecured({"typ": "JWT"}, CLAIMS)
    assert token.endswith(".")
    assert (peek(token).header, peek(token).claims) == ({"alg": "none", "typ": "JWT"}, CLAIMS)
    assert not verify_signature(token, [key("RS256").jwk], "secret").good


@given(st.dictionaries(TEXT, TEXT | st.integers() | st.lists(TEXT)))
def test_any_claims_come_through_unchanged(claims: dict[str, Any]) -> None:
    assert peek(unsecured({}, claims)).claims == claims
