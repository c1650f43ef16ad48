"""Printed keys and signatures: RFC 7515 appendix A, RFC 7517 appendix A, RFC 8037 appendix A.4, RFC 9101 section 4, RFC 9126 section 3, RFC 9449."""

from __future__ import annotations

import json

import pytest
from jwt.algorithms import get_default_algorithms

from tests.spec.published import published
from tokencli.errors import UsageProblem
from tokencli.jose import verify
from tokencli.jose.keys import load_signing_key
from tokencli.jose.mac import mac
from tokencli.jose.peek import NotAJwt, TokenKind, base64url_decode, base64url_encode, peek
from tokencli.jose.thumbprint import REQUIRED
from tokencli.jose.verify import verify_signature

VECTORS = published("jws")
NOT_A_JWT = VECTORS.pop("rfc8037-A4")  # its payload is a sentence
UNSECURED = VECTORS.pop("rfc7519-6.1-unsecured")["jws"]
HMAC = VECTORS.pop("rfc7515-A1")  # its key is no text, and only a client secret becomes the key of an HMAC here
PRIVATE = {name: one for name, one in {**VECTORS, "rfc8037-A4": NOT_A_JWT}.items() if "d" in one["jwk"]}
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


def test_the_printed_mac_is_made_of_the_printed_octets() -> None:
    text, _, printed = HMAC["jws"].rpartition(".")
    assert base64url_encode(mac(base64url_decode(HMAC["jwk"]["k"]), text, "HS256")) == printed


def test_an_hmac_is_not_verified_with_a_key_that_the_issuer_publishes() -> None:
    assert not verify_signature(HMAC["jws"], [HMAC["jwk"]]).good
    assert not verify_signature(HMAC["jws"], [HMAC["jwk"]], "another secret").good


@pytest.mark.parametrize("name", PRIVATE)
def test_a_printed_private_key_makes_what_is_printed(name: str) -> None:
    one = PRIVATE[name]
    key = load_signing_key(json.dumps(one["jwk"]).encode())
    assert key.public == {member: one["jwk"][member] for member in REQUIRED[one["jwk"]["kty"]]}
    signed, _, printed = one["jws"].rpartition(".")
    signature = get_default_algorithms()[one["alg"]].sign(signed.encode(), key.private)
    made = f"{signed}.{base64url_encode(signature)}"
    # RFC 7518 section 3.4: ECDSA signs otherwise every time; RSASSA-PKCS1-v1_5 and Ed25519 always alike.
    assert made.rpartition(".")[2] == printed or one["alg"].startswith("ES")
    assert verify._try_each(made, one["alg"], [one["jwk"]]).good


def test_the_printed_set_of_keys_is_read_and_its_key_for_encryption_does_not_sign() -> None:
    jwk = published("keys")["rfc7517-A"]["jwk"]
    key = load_signing_key(json.dumps({**jwk, "use": "sig"}).encode())
    assert (key.public["x"], key.public["y"], key.kid) == (jwk["x"], jwk["y"], "1")
    with pytest.raises(UsageProblem, match="0 private signing keys"):
        load_signing_key(json.dumps({"keys": [jwk]}).encode())
    with pytest.raises(UsageProblem, match="is not for signatures"):
        load_signing_key(json.dumps(jwk).encode())


def test_the_printed_jwe_is_recognised_and_its_claims_are_not_guessed() -> None:
    seen = peek(JWE)
    assert (seen.kind, seen.header, seen.claims) == (TokenKind.JWE, {"alg": "A128KW", "enc": "A128CBC-HS256"}, None)
    assert seen.signature_length == 16
