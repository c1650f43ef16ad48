from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from tokencli.errors import UsageProblem
from tokencli.jose.keys import load_signing_key, private_jwk
from tokencli.jose.new_key import KINDS, new_key, private_pem, public_pem, registered_jwk
from tokencli.jose.sign import sign
from tokencli.jose.thumbprint import thumbprint
from tokencli.jose.verify import verify_signature


@pytest.mark.parametrize("algorithm", KINDS)
def test_a_key_of_every_kind_signs_and_what_is_registered_of_it_verifies(algorithm: str) -> None:
    key = new_key(algorithm, None, None)
    token = sign({"kid": key.kid}, {"sub": "app"}, key, algorithm)
    assert verify_signature(token, [registered_jwk(key)]).good


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "Ed25519"])
def test_what_is_kept_of_it_is_read_again_as_the_same_key(algorithm: str) -> None:
    key = new_key(algorithm, None, "k1")
    as_jwk = load_signing_key(json.dumps(private_jwk(key)).encode())
    assert (as_jwk.kid, as_jwk.alg, as_jwk.public) == ("k1", algorithm, key.public)
    assert load_signing_key(private_pem(key, None).encode()).public == key.public
    sealed = private_pem(key, "open sesame")
    assert "ENCRYPTED" in sealed
    assert load_signing_key(sealed.encode(), "open sesame").public == key.public


def test_it_is_named_by_its_thumbprint_unless_it_has_a_name() -> None:
    key = new_key("ES256", None, None)
    assert key.kid == thumbprint(key.public) == registered_jwk(key)["kid"]
    assert new_key("ES256", None, "mine").kid == "mine"


def test_nothing_private_is_registered() -> None:
    for algorithm in ("ES256", "RS256", "Ed25519"):
        key = new_key(algorithm, None, None)
        private = set(private_jwk(key)) - set(registered_jwk(key))
        assert "d" in private
        assert not private & {"kty", "x", "y", "n", "e", "kid"}
        assert (
            load_pem_public_key(public_pem(key).encode())
            == load_pem_private_key(private_pem(key, None).encode(), None).public_key()
        )


def test_two_keys_are_never_the_same() -> None:
    assert new_key("ES256", None, None).public != new_key("ES256", None, None).public


@pytest.mark.parametrize(
    ("algorithm", "bits"), [("RS256", 0), ("RS256", 2047), ("RS256", 8193), ("ES256", 256), ("Ed25519", 255)]
)
def test_a_size_that_a_kind_does_not_have_is_refused(algorithm: str, bits: int) -> None:
    with pytest.raises(UsageProblem, match="--bits"):
        new_key(algorithm, bits, None)


def test_an_rsa_key_has_the_size_that_was_asked_for() -> None:
    assert new_key("PS256", 2048, None).private.key_size == 2048
