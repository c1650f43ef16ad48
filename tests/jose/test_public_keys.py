from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from tests.jose.keys import certificate, issued, pem
from tokencli.errors import UsageProblem
from tokencli.jose.certificate import own_certificate, thumbprints
from tokencli.jose.keys import load_signing_key, private_jwk
from tokencli.jose.new_key import new_key, private_pem, public_pem, registered_jwk
from tokencli.jose.public_keys import read_public_keys
from tokencli.jose.thumbprint import thumbprint

KEY = new_key("ES256", None, None)
ALL = [KEY, new_key("RS256", 2048, None), new_key("Ed25519", None, None)]
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


AUTHORITY = new_key("ES256", None, None).private
CERTIFICATE, ABOVE = issued(KEY.private, AUTHORITY), certificate(AUTHORITY, "authority")
CHAIN = CERTIFICATE.public_bytes(Encoding.PEM) + ABOVE.public_bytes(Encoding.PEM)
DER = CERTIFICATE.public_bytes(Encoding.DER)


@pytest.mark.parametrize("key", ALL, ids=lambda key: str(key.alg))
def test_of_every_form_the_same_public_part_is_kept_and_nothing_private(key: Any) -> None:
    for octets in (
        json.dumps(private_jwk(key)).encode(),
        json.dumps(registered_jwk(key)).encode(),
        json.dumps({"keys": [private_jwk(key)]}).encode(),
        private_pem(key, None).encode(),
        public_pem(key).encode(),
    ):
        (read,) = read_public_keys(octets)
        assert read.thumbprint == thumbprint(key.public)
        assert not PRIVATE & (set(read.jwk) | set(read.registered()))


def test_a_certificate_comes_with_its_key() -> None:
    sealed = BestAvailableEncryption(b"pw")
    bundle = serialize_key_and_certificates(b"", KEY.private, CERTIFICATE, [ABOVE], sealed)
    backwards = ABOVE.public_bytes(Encoding.PEM) + CERTIFICATE.public_bytes(Encoding.PEM)
    for octets, passphrase in (
        (CHAIN, None),
        (private_pem(KEY, None).encode() + backwards, None),
        (bundle, "pw"),
    ):
        (read,) = read_public_keys(octets, passphrase)
        told = read.registered()
        assert base64.b64decode(told["x5c"][0]) == DER
        assert len(told["x5c"]) == 2
        assert told["x5t#S256"] == thumbprints(DER)["x5t#S256"]
        assert told["kid"] == thumbprint(KEY.public)


def test_a_key_keeps_its_name_and_purpose() -> None:
    (read,) = read_public_keys(json.dumps({**registered_jwk(KEY), "kid": "mine", "use": "enc"}).encode())
    assert (read.registered()["kid"], read.registered()["use"]) == ("mine", "enc")


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"no key",
        b"{",
        b'{"kty": "EC"}',
        b'{"kty": "EC", "crv": "P-256", "x": 1, "y": "AA"}',
        b'{"keys": [5]}',
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        pem(x25519.X25519PrivateKey.generate()),
    ],
    ids=range(8),
)
def test_what_is_no_key_is_refused(octets: bytes) -> None:
    with pytest.raises(UsageProblem):
        read_public_keys(octets)


def test_a_secret_has_no_public_part_and_is_not_told() -> None:
    with pytest.raises(UsageProblem) as refused:
        read_public_keys(b'{"kty": "oct", "k": "canary"}')
    assert "is a secret" in refused.value.what
    assert "canary" not in refused.value.what + refused.value.help


def test_what_der_holds_is_told_by_its_form() -> None:
    (alone,) = read_public_keys(DER)
    assert alone.certificates == (DER,)
    for octets in (
        KEY.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        KEY.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    ):
        (read,) = read_public_keys(octets)
        assert (read.jwk, read.certificates) == (KEY.public, ())
    with pytest.raises(UsageProblem):
        read_public_keys(b"\x30\x00")


OTHER = new_key("RS256", 2048, None)
OTHER_CERTIFICATE = certificate(OTHER.private, "other")


def _pem(one: Any) -> bytes:
    octets: bytes = one.public_bytes(Encoding.PEM)
    return octets


def _thumbprints(octets: bytes) -> list[str]:
    return [one.thumbprint for one in read_public_keys(octets)]


def test_every_key_of_a_text_is_read_once() -> None:
    both = [thumbprint(KEY.public), thumbprint(OTHER.public)]
    for octets in (
        public_pem(KEY).encode() + public_pem(OTHER).encode(),
        private_pem(KEY, None).encode() + private_pem(OTHER, None).encode(),
        private_pem(KEY, None).encode() + public_pem(KEY).encode() + public_pem(OTHER).encode(),
        _pem(CERTIFICATE) + _pem(OTHER_CERTIFICATE),
        public_pem(KEY).encode() + _pem(CERTIFICATE) + _pem(OTHER_CERTIFICATE),
    ):
        assert _thumbprints(octets) == both


def test_certificates_are_one_chain_only_where_each_issued_the_one_before() -> None:
    first, second = read_public_keys(_pem(ABOVE) + _pem(OTHER_CERTIFICATE) + _pem(CERTIFICATE))
    assert (len(first.certificates), len(second.certificates)) == (1, 2)
    renewed = certificate(OTHER.private, "other")
    assert _thumbprints(_pem(OTHER_CERTIFICATE) + _pem(renewed)) == [thumbprint(OTHER.public)]
    # The name of an issuer alone makes none.
    same_name = certificate(OTHER.private, "authority")
    assert [len(one.certificates) for one in read_public_keys(_pem(CERTIFICATE) + _pem(same_name))] == [1, 1]


def test_a_certificate_of_another_key_is_refused_beside_a_private_one() -> None:
    with pytest.raises(UsageProblem, match="of none of the keys"):
        read_public_keys(private_pem(KEY, None).encode() + _pem(OTHER_CERTIFICATE))


def test_of_a_bundle_the_certificates_are_read_that_are_the_key_s_own() -> None:
    bundle = serialize_key_and_certificates(b"", KEY.private, CERTIFICATE, [OTHER_CERTIFICATE, ABOVE], NoEncryption())
    (read,) = read_public_keys(bundle)
    assert [base64.b64decode(one) for one in read.registered()["x5c"]] == [DER, ABOVE.public_bytes(Encoding.DER)]
    alone = serialize_key_and_certificates(b"", None, None, [CERTIFICATE], NoEncryption())
    assert _thumbprints(alone) == [thumbprint(KEY.public)]


def test_to_read_the_public_part_no_rule_for_signing_is_needed() -> None:
    for private in (ed448.Ed448PrivateKey.generate(), rsa.generate_private_key(65537, 1024)):
        spki = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (of_private,), (of_public,) = (
            read_public_keys(pem(private)),
            read_public_keys(private.public_key().public_bytes(*spki)),
        )
        assert of_private == of_public


def test_what_a_jwk_says_of_its_certificates_is_kept() -> None:
    jwk = {**registered_jwk(KEY), "x5c": [base64.b64encode(DER).decode()]}
    (read,) = read_public_keys(json.dumps(jwk).encode())
    assert read.registered()["x5c"] == jwk["x5c"]
    assert read.registered()["x5t#S256"] == thumbprints(DER)["x5t#S256"]
    (named,) = read_public_keys(json.dumps({**registered_jwk(KEY), "x5t#S256": "AA"}).encode())
    assert named.registered()["x5t#S256"] == "AA"


@pytest.mark.parametrize(
    "x5c",
    [5, [], ["?"], ["AAAA"], [5], [base64.b64encode(OTHER_CERTIFICATE.public_bytes(Encoding.DER)).decode()]],
    ids=range(6),
)
def test_certificates_of_another_key_are_refused(x5c: Any) -> None:
    with pytest.raises(UsageProblem, match="x5c of the JWK"):
        read_public_keys(json.dumps({**registered_jwk(KEY), "x5c": x5c}).encode())


def test_a_key_that_is_written_in_another_way_is_the_same_key() -> None:
    for one, name in ((KEY, "x"), (OTHER, "n"), (new_key("Ed25519", None, None), "x")):
        jwk = registered_jwk(one)
        assert _thumbprints(json.dumps({**jwk, name: jwk[name] + "=" * (-len(jwk[name]) % 4)}).encode()) == [
            thumbprint(one.public)
        ]


def test_a_key_for_agreement_is_read_too() -> None:
    (read,) = read_public_keys(json.dumps({"kty": "OKP", "crv": "X25519", "x": "A" * 43, "use": "enc"}).encode())
    assert read.registered()["use"] == "enc"


@pytest.mark.parametrize(
    "wrong",
    [
        {"y": registered_jwk(KEY)["x"]},
        {"x": "\ud800"},
        {"crv": "P-224"},
        {"kty": "OKP", "crv": "Ed9", "x": "AA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "\ud800"},
        {"kty": "RSA", "n": "\ud800", "e": "AQAB"},
        {"kid": 5},
        {"alg": 3},
        {"use": ["sig"]},
    ],
)
def test_what_makes_no_key_is_not_published(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageProblem):
        read_public_keys(json.dumps({**registered_jwk(KEY), **wrong}).encode())


def test_the_key_file_of_a_service_account_is_read_with_the_name_it_gives_its_key() -> None:
    file = {"type": "service_account", "private_key": private_pem(KEY, None)}
    assert read_public_keys(json.dumps(file).encode())[0].registered()["kid"] == thumbprint(KEY.public)
    assert read_public_keys(json.dumps({**file, "private_key_id": "abc"}).encode())[0].registered()["kid"] == "abc"


def test_a_key_of_a_kind_that_is_not_known_is_told() -> None:
    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    known = ec.generate_private_key(ec.SECP256R1())
    curve = bytes.fromhex("06082a8648ce3d030107")
    nobody_s = bytes.fromhex("06082a8648ce3d03017f")
    strange = known.public_key().public_bytes(*spki).replace(curve, nobody_s)
    strange_certificate = DER.replace(curve, nobody_s)
    for octets, label in ((strange, "PUBLIC KEY"), (strange_certificate, "CERTIFICATE")):
        text = f"-----BEGIN {label}-----\n{base64.b64encode(octets).decode()}\n-----END {label}-----\n"
        for form in (text.encode(), octets):
            with pytest.raises(UsageProblem, match="of a kind that is not known here"):
                read_public_keys(form)
    with pytest.raises(UsageProblem, match="only: certificate request"):
        read_public_keys(b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")
    with pytest.raises(UsageProblem, match="damaged"):
        read_public_keys(b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")


def test_a_private_key_beside_a_certificate_of_an_unknown_kind_is_no_fault() -> None:
    curve, nobody_s = bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a8648ce3d03017f")
    text = f"-----BEGIN CERTIFICATE-----\n{base64.b64encode(DER.replace(curve, nobody_s)).decode()}\n-----END CERTIFICATE-----"
    assert own_certificate(load_signing_key(private_pem(KEY, None).encode() + text.encode())) is None
