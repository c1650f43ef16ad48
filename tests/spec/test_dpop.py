"""The examples of RFC 9449: what its proofs say is what ours say, and its key and hashes come out as printed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.published import published
from tokencli.jose.fresh_key import make_key
from tokencli.jose.peek import base64url_decode, base64url_encode, peek
from tokencli.jose.thumbprint import thumbprint
from tokencli.jose.verify import verify_signature
from tokencli.oauth.dpop import Dpop, asks_for_nonce, token_hash
from tokencli.oauth.flow import Ambient
from tokencli.wire.message import Response

VECTORS: dict[str, Any] = published("dpop")
KEY = VECTORS["rfc9449-key"]
PROOFS = ["rfc9449-token-request", "rfc9449-refresh", "rfc9449-resource"]


def ours(vector: dict[str, Any]) -> Any:
    """Our proof for the same request, at the same time, with the same identifier."""
    published_claims = peek(vector["proof"]).claims or {}
    jti = base64url_decode(published_claims["jti"])
    ambient = Ambient(lambda: vector["iat"] + 0.5, lambda: 0.0, lambda _: jti)
    dpop = Dpop(*make_key(["ES256"], lambda size: b"\x01" * size))
    return peek(dpop.proof(vector["htm"], vector["htu"], ambient, vector.get("access_token", "")))


def test_section_6_1_the_thumbprint_of_the_key() -> None:
    assert thumbprint(KEY["jwk"]) == KEY["jkt"]
    assert VECTORS["rfc9449-6.1-claims"]["claims"]["cnf"]["jkt"] == KEY["jkt"]


@pytest.mark.parametrize("name", PROOFS)
def test_sections_4_1_5_and_7_1_the_proof_says_the_same(name: str) -> None:
    vector = VECTORS[name]
    theirs = peek(vector["proof"])
    assert verify_signature(vector["proof"], [KEY["jwk"]]).good
    made = ours(vector)
    assert made.claims == theirs.claims
    assert {**made.header, "jwk": None} == {**theirs.header, "jwk": None}
    assert set(made.header["jwk"]) == set(theirs.header["jwk"])


def test_section_7_1_the_hash_of_the_access_token() -> None:
    vector = VECTORS["rfc9449-resource"]
    assert token_hash(vector["access_token"]) == vector["ath"]


def test_section_8_a_nonce_is_taken_from_a_refusal() -> None:
    vector = VECTORS["rfc9449-8-nonce"]
    body = b'{"error": "use_dpop_nonce", "error_description": "Authorization server requires nonce in DPoP proof"}'
    refusal = Response(400, (("DPoP-Nonce", vector["DPoP-Nonce"]),), body)
    assert asks_for_nonce(refusal)
    dpop = Dpop(*make_key(None, lambda size: b"\x02" * size))
    dpop.learn("https://server.example.com/token", refusal)
    ambient = Ambient(lambda: 1.0, lambda: 0.0, lambda size: b"\x03" * size)
    proof = peek(dpop.proof("POST", "https://server.example.com/token", ambient))
    assert (proof.claims or {})["nonce"] == vector["DPoP-Nonce"]


def test_section_9_a_resource_asks_with_a_challenge() -> None:
    field = 'DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof"'
    assert asks_for_nonce(Response(401, (("WWW-Authenticate", field), ("DPoP-Nonce", "eyJ7S_zG.eyJH0-Z.HX4w-7v"))))


def test_an_identifier_has_at_least_96_bits() -> None:
    sizes: list[int] = []

    def octets(size: int) -> bytes:
        sizes.append(size)
        return bytes(size)

    dpop = Dpop(*make_key(None, lambda size: b"\x02" * size))
    claims = peek(dpop.proof("GET", "https://a.example/", Ambient(lambda: 1.0, lambda: 0.0, octets))).claims or {}
    assert sizes[0] * 8 >= 96
    assert claims["jti"] == base64url_encode(bytes(sizes[0]))
