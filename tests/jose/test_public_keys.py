from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed448
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from tests.jose.keys import certificate
from tokencli.errors import UsageProblem
from tokencli.jose.certificate import thumbprints
from tokencli.jose.keys import private_jwk
from tokencli.jose.new_key import new_key, private_pem, public_pem, registered_jwk
from tokencli.jose.public_keys import read_public_keys
from tokencli.jose.thumbprint import thumbprint

KEY = new_key("ES256", None, None)
ALL = [KEY, new_key("RS256", 2048, None), new_key("Ed25519", None, None)]
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


CERTIFICATE, ABOVE = certificate(KEY.private, "client"), certificate(new_key("ES256", None, None).private, "above")
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
        ed448.Ed448PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    ],
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
