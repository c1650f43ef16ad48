from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import get_default_algorithms

from tests.jose.keys import key, sealed, signed, unsigned
from tokencli.jose.verify import HMAC, KEY_TYPES, MOST_CANDIDATES, verify_signature

CLAIMS = {"sub": "ada"}
SECRET = "a secret of the client that is long enough for every HMAC of all, SHA-512 too"
RSA, EC = key("RS256", "r1"), key("ES256", "e1")
every_algorithm = pytest.mark.parametrize("algorithm", sorted(KEY_TYPES))


def test_every_algorithm_of_the_library_is_known() -> None:
    slip = "ES521"  # the library's other name for ES512, which is no algorithm of RFC 7518
    assert set(get_default_algorithms()) - {"none", slip} <= set(KEY_TYPES) | HMAC


@every_algorithm
def test_a_token_is_good_when_a_key_of_the_issuer_verifies_it(algorithm: str) -> None:
    signature = verify_signature(signed(CLAIMS, key(algorithm)), [key(algorithm).jwk])
    assert (signature.good, signature.why) == (True, "the issuer's key 'k1' verifies it")


@every_algorithm
def test_a_token_whose_claims_were_changed_is_not_good(algorithm: str) -> None:
    header, _, signature = signed(CLAIMS, key(algorithm)).split(".")
    _, other, _ = unsigned({"sub": "eve"}).split(".")
    found = verify_signature(f"{header}.{other}.{signature}", [key(algorithm).jwk])
    assert (found.good, found.unknown_key, found.why) == (False, False, "the key 'k1' does not verify it")


@pytest.mark.parametrize("algorithm", sorted(HMAC))
def test_an_hmac_is_checked_with_the_client_secret_alone(algorithm: str) -> None:
    token = sealed(CLAIMS, SECRET, algorithm)
    assert verify_signature(token, [], SECRET).good
    assert verify_signature(token, [], "another").why == "the client secret does not verify it"
    assert "needs the client secret" in verify_signature(token, [RSA.jwk]).why


def test_a_public_key_never_becomes_the_secret_of_an_hmac() -> None:
    token = sealed(CLAIMS, RSA.jwk["n"])
    assert not verify_signature(token, [RSA.jwk], SECRET).good
    assert not verify_signature(token, [{"kty": "oct", "k": "YQ"}], "").good


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_an_unsigned_token_is_not_good(algorithm: str) -> None:
    found = verify_signature(unsigned(CLAIMS, alg=algorithm), [RSA.jwk], SECRET)
    assert (found.good, found.why) == (False, "the token is not signed (alg none)")


def test_an_algorithm_nobody_knows_is_named() -> None:
    assert verify_signature(unsigned(CLAIMS, alg="rs256"), [RSA.jwk]).why == "the algorithm rs256 is not known here"


def test_a_header_that_demands_an_extension_is_not_good() -> None:
    found = verify_signature(signed(CLAIMS, RSA, crit=["b64"], b64=False), [RSA.jwk])
    assert not found.good
    assert "demands extensions that are not understood: ['b64']" in found.why


@pytest.mark.parametrize("signature", ["!!", "AAAA=", "A", "AA+A", "AA/A"])
@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA"])
def test_a_signature_that_is_no_base64url_is_not_good(algorithm: str, signature: str) -> None:
    found = verify_signature(unsigned(CLAIMS, signature, alg=algorithm), [RSA.jwk, EC.jwk], SECRET)
    assert (found.good, found.why[:30]) == (False, "the signature is not base64url")


def test_a_key_without_a_kid_is_named_so() -> None:
    odd = {"kty": "RSA", "n": "!!", "e": "AQAB"}
    assert "a key without a kid cannot be used" in verify_signature(signed(CLAIMS, RSA, kid=None), [odd]).why


def test_a_key_of_another_kid_is_never_tried_and_a_newer_set_might_have_it() -> None:
    found = verify_signature(signed(CLAIMS, RSA, kid="r2"), [RSA.jwk, EC.jwk])
    assert (found.good, found.unknown_key) == (False, True)
    assert found.why == "none of the issuer's 2 keys is 'r2' for RS256"


def test_a_set_without_a_key_of_the_type_might_be_too_old() -> None:
    found = verify_signature(signed(CLAIMS, RSA, kid=None), [EC.jwk])
    assert (found.good, found.unknown_key, found.why) == (False, True, "none of the issuer's 1 keys is for RS256")


def test_of_several_keys_with_one_kid_each_that_fits_is_tried() -> None:
    other = {**key("RS256", "other").jwk, "kid": "r1"}
    assert verify_signature(signed(CLAIMS, RSA), [{**EC.jwk, "kid": "r1"}, other, RSA.jwk]).good


def test_without_a_kid_every_key_of_the_type_is_tried() -> None:
    nameless = {name: value for name, value in RSA.jwk.items() if name != "kid"}
    found = verify_signature(signed(CLAIMS, RSA, kid=None), [EC.jwk, key("RS256", "other").jwk, nameless])
    assert (found.good, found.why) == (True, "a key of the issuer verifies it")


def test_without_a_kid_no_more_keys_are_tried_than_a_server_has_at_once() -> None:
    others = [key("RS256", "other").jwk] * MOST_CANDIDATES
    assert not verify_signature(signed(CLAIMS, RSA, kid=None), [*others, RSA.jwk]).good


@pytest.mark.parametrize(
    "members",
    [
        {"use": "enc"}, {"use": ["sig"]}, {"use": 1}, {"key_ops": ["encrypt"]}, {"alg": "RS512"}, {"alg": ["RS256"]},
        {"kty": "EC"}, {"kty": ["RSA"]}, {"kty": None},
    ],
)  # fmt: skip
def test_a_key_that_is_for_something_else_is_not_tried(members: dict[str, Any]) -> None:
    assert verify_signature(signed(CLAIMS, RSA), [{**RSA.jwk, **members}]).unknown_key


@pytest.mark.parametrize("members", [{"use": "sig"}, {"key_ops": ["verify"]}, {"key_ops": "sign"}, {"alg": "RS256"}])
def test_a_key_that_says_it_is_for_this_is_tried(members: dict[str, Any]) -> None:
    assert verify_signature(signed(CLAIMS, RSA), [{**RSA.jwk, **members}]).good


@pytest.mark.parametrize("curve", ["Ed25519", "Ed448"])
def test_the_older_and_the_newer_name_of_an_edwards_curve_go_together(curve: str) -> None:
    pair = key(curve)
    for named in ("EdDSA", curve):
        for algorithm in ("EdDSA", curve):
            assert verify_signature(signed(CLAIMS, pair, alg=algorithm), [{**pair.jwk, "alg": named}]).good


def test_a_curve_does_not_stand_for_the_other() -> None:
    assert verify_signature(signed(CLAIMS, key("Ed448"), alg="Ed25519"), [key("Ed448").jwk]).unknown_key
    assert verify_signature(signed(CLAIMS, EC, alg="ES256K"), [EC.jwk]).unknown_key


def test_an_rsa_key_that_is_too_short_is_not_used() -> None:
    short = key("RS256", "short", 1024)
    assert verify_signature(signed(CLAIMS, short), [short.jwk]).why == "the key 'short' has only 1024 bits"


def test_a_set_that_shows_a_private_key_is_read_without_it() -> None:
    assert verify_signature(signed(CLAIMS, RSA), [{**RSA.jwk, "d": "AQAB"}]).good


ODD_KEYS: list[dict[str, Any]] = [
    {}, {"kty": "RSA"}, {"kty": "RSA", "n": 1, "e": 2}, {"kty": "RSA", "n": "!!", "e": "AQAB"},
    {"kty": "RSA", "n": "", "e": ""}, {"kty": "RSA", "n": None, "e": []}, {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
    {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"},
    {"kty": "OKP", "crv": "Ed25519", "x": "AA"}, {"kty": "RSA", "use": {}, "alg": [], "key_ops": {}},
    {**RSA.jwk, "e": "AA"}, {**EC.jwk, "y": EC.jwk["x"]},
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_KEYS)
def test_one_odd_key_never_spoils_the_set(odd: dict[str, Any]) -> None:
    for pair in (RSA, EC, key("Ed25519")):
        token = signed(CLAIMS, pair, kid=None)
        assert verify_signature(token, [odd, pair.jwk]).good
        assert not verify_signature(token, [odd]).good


MEMBERS = (
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.text())
)


@given(st.sampled_from([RSA, EC, key("Ed25519")]), st.dictionaries(st.sampled_from(["n", "e", "x", "y", "kid", "use", "alg", "key_ops", "x5c", "d", "p"]), MEMBERS))  # fmt: skip
def test_a_key_with_anything_in_its_members_is_no_fault_of_ours(pair: Any, members: dict[str, Any]) -> None:
    token = signed(CLAIMS, pair, kid=None)
    verify_signature(token, [{**pair.jwk, **members}])
    assert verify_signature(token, [{**pair.jwk, **members}, pair.jwk]).good
