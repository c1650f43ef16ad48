from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.jose.keys import key
from tokencli.errors import UsageProblem
from tokencli.jose.key_set import read_key_set

RSA, EC = key("RS256"), key("ES256", "k2")


def octets(document: Any) -> bytes:
    return json.dumps(document).encode()


def test_a_set_is_read_and_what_is_odd_in_it_spoils_nothing() -> None:
    odd = [5, None, "x", {"kty": "none such"}, {}]
    assert read_key_set(octets({"keys": [RSA.jwk, *odd, EC.jwk]})) == (RSA.jwk, odd[3], {}, EC.jwk)


@pytest.mark.parametrize("before", [b"", b" \n", b"\t"])
def test_one_key_is_a_set_of_one(before: bytes) -> None:
    assert read_key_set(before + octets(RSA.jwk)) == (RSA.jwk,)


def test_pem_of_a_public_key_is_read() -> None:
    pem = EC.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (found,) = read_key_set(pem)
    assert {name: found[name] for name in ("kty", "crv", "x", "y")} == {
        name: EC.jwk[name] for name in ("kty", "crv", "x", "y")
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b'{"keys": [', "begins as JSON and is none"),
        (b"{}", "no key in it"),
        (b'{"keys": {}}', "no key in it"),
        (b'{"keys": []}', "no key in it"),
        (b'{"keys": [1]}', "no key in it"),
        (b'{"issuer": "https://as.example", "jwks_uri": "x"}', "no key in it"),
        (b"", "there is nothing in it"),
        (b"no key", "no key that can be read"),
        (b"\xff\xfe", "no key that can be read"),
    ],
)
def test_what_holds_no_key_is_told(given: bytes, told: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        read_key_set(given)
    assert told in refused.value.what
