"""Printed signatures: RFC 7515 appendix A, RFC 8037 appendix A.4, RFC 9101 section 4, RFC 9126 section 3, RFC 9449."""

from __future__ import annotations

import json

import pytest

from tests.spec.published import published
from tokencli.jose import verify
from tokencli.jose.peek import NotAJwt, TokenKind, base64url_decode, base64url_encode, peek
from tokencli.jose.verify import verify_signature

VECTORS = published("jws")
NOT_A_JWT = VECTORS.pop("rfc8037-A4")  # its payload is a sentence
UNSECURED = VECTORS.pop("rfc7519-6.1-unsecured")["jws"]
# RFC 7515 appendix A.1; its key is no text, and only a client secret becomes the key of an HMAC here.
HMAC = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
    "bS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
HMAC_KEY = {"kty": "oct", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}
# RFC 7516 appendix A.3.
JWE = (
    "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ."
    "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ"
)


@pytest.mark.parametrize("name", VECTORS)
def test_a_printed_signature_is_good(name: str) -> None:
    one = VECTORS[name]
    signature = verify_signature(one["jws"], [one["jwk"]])
    assert signature.good, signature.why
    assert peek(one["jws"]).algorithm == one["alg"]


@pytest.mark.parametrize("name", VECTORS)
def test_with_one_claim_changed_it_is_good_no_more(name: str) -> None:
    one = VECTORS[name]
    header, payload, signature = one["jws"].split(".")
    changed = {**json.loads(base64url_decode(payload)), "changed": True}
    forged = f"{header}.{base64url_encode(json.dumps(changed).encode())}.{signature}"
    assert not verify_signature(forged, [one["jwk"]]).good


@pytest.mark.parametrize("name", VECTORS)
def test_with_the_keys_of_all_other_examples_it_is_not_good(name: str) -> None:
    own = VECTORS[name]["jwk"]
    others = [one["jwk"] for one in VECTORS.values() if one["jwk"] != own]
    assert not verify_signature(VECTORS[name]["jws"], others).good


def test_the_edwards_curve_signature_is_good_although_its_payload_makes_it_no_jwt() -> None:
    assert verify._try_each(NOT_A_JWT["jws"], "EdDSA", [NOT_A_JWT["jwk"]]).good
    with pytest.raises(NotAJwt, match="payload is not JSON"):
        peek(NOT_A_JWT["jws"])


@pytest.mark.parametrize("secret", ["", "secret"])
def test_the_unsecured_token_is_refused_whatever_is_at_hand(secret: str) -> None:
    keys = [one["jwk"] for one in VECTORS.values()]
    signature = verify_signature(UNSECURED, keys, secret)
    assert (signature.good, signature.why) == (False, "the token is not signed (alg none)")


def test_an_hmac_is_not_verified_with_a_key_that_the_issuer_publishes() -> None:
    assert not verify_signature(HMAC, [HMAC_KEY]).good
    assert not verify_signature(HMAC, [HMAC_KEY], "another secret").good


def test_the_printed_jwe_is_recognised_and_its_claims_are_not_guessed() -> None:
    seen = peek(JWE)
    assert (seen.kind, seen.header, seen.claims) == (TokenKind.JWE, {"alg": "A128KW", "enc": "A128CBC-HS256"}, None)
    assert seen.signature_length == 16
