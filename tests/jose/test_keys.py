from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import get_default_algorithms

from tests.jose.keys import Key, key
from tokencli.errors import UsageProblem
from tokencli.jose.key_option import DPOP_KEY
from tokencli.jose.keys import SigningKey, choose_algorithm, load_signing_key

RSA, EC, ED = key("RS256", "r1"), key("ES256", "e1"), key("Ed25519", "o1")
every_kind = pytest.mark.parametrize("pair", [RSA, EC, key("ES384"), key("ES512"), key("ES256K"), ED])


def _pem(private: Any, passphrase: bytes | None = None) -> bytes:
    how = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    octets: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    return octets


def _jwk(pair: Key, **members: Any) -> dict[str, Any]:
    algorithm = "EdDSA" if pair.algorithm == "Ed25519" else pair.algorithm
    written = json.loads(get_default_algorithms()[algorithm].to_jwk(pair.private))
    return {**{name: value for name, value in written.items() if name != "key_ops"}, "kid": pair.jwk["kid"], **members}


def _certificate(private: Any, name: str = "client") -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(subject, subject, private.public_key(), 1, start, start + dt.timedelta(9))
    return builder.sign(private, SHA256())


def _public(pair: Key) -> dict[str, Any]:
    return {name: value for name, value in pair.jwk.items() if name not in {"kid", "key_ops"}}


def _refused(octets: bytes, passphrase: str | None = None, kid: str | None = None, alg: str | None = None) -> str:
    with pytest.raises(UsageProblem) as problem:
        load_signing_key(octets, passphrase, kid, alg)
    assert problem.value.what.startswith("--key: ")
    return problem.value.what


@every_kind
def test_a_key_is_read_from_pem_from_encrypted_pem_and_from_a_jwk(pair: Key) -> None:
    for octets, passphrase in (
        (_pem(pair.private), None),
        (_pem(pair.private, b"open sesame"), "open sesame"),
        (json.dumps(_jwk(pair)).encode(), None),
        (b"\n " + json.dumps({"keys": [_jwk(pair)]}).encode(), None),
    ):
        loaded = load_signing_key(octets, passphrase)
        assert loaded.public == _public(pair)
        assert pair.algorithm in loaded.algorithms
        assert loaded.words.startswith(str(pair.jwk["kty"]))


def test_the_name_is_that_of_the_person_else_that_of_the_key() -> None:
    octets = json.dumps(_jwk(EC, alg="ES256")).encode()
    assert (load_signing_key(octets).kid, load_signing_key(octets, None, "mine").kid) == ("e1", "mine")
    assert load_signing_key(octets).alg == "ES256"
    assert load_signing_key(_pem(EC.private), None, "mine").kid == "mine"


def test_the_private_part_is_in_no_text_of_a_key() -> None:
    loaded = load_signing_key(json.dumps(_jwk(EC)).encode())
    assert _jwk(EC)["d"] not in repr(loaded)
    assert "d" not in loaded.public


def test_certificates_come_with_the_key_its_own_first() -> None:
    own, other = _certificate(EC.private), _certificate(RSA.private, "authority")
    in_der = tuple(one.public_bytes(Encoding.DER) for one in (own, other))
    in_pem = b"".join(one.public_bytes(Encoding.PEM) for one in (own, other))
    assert load_signing_key(_pem(EC.private) + in_pem).certificates == in_der
    for passphrase in (None, b"open sesame"):
        how = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
        packed = serialize_key_and_certificates(b"client", EC.private, own, [other], how)
        loaded = load_signing_key(packed, passphrase.decode() if passphrase else None)
        assert (loaded.certificates, loaded.public) == (in_der, _public(EC))


def test_of_a_set_the_one_private_signing_key_or_the_named_one_is_taken() -> None:
    public, sealing = EC.jwk, _jwk(RSA, use="enc", kid="enc")
    one = json.dumps({"keys": [public, sealing, "x", _jwk(ED)]}).encode()
    assert load_signing_key(one).kid == "o1"
    two = json.dumps({"keys": [_jwk(ED), _jwk(EC), {**_jwk(EC), "use": ["sig"]}]}).encode()
    assert load_signing_key(two, None, "e1").public == _public(EC)
    assert "2 private signing keys" in _refused(two)
    assert "0 private signing keys named 'x'" in _refused(two, None, "x")
    assert "0 private signing keys" in _refused(b'{"keys": []}')


@pytest.mark.parametrize(
    ("octets", "what"),
    [
        (b"", "there is nothing in it"),
        (b"my key", "neither PEM, PKCS#12, JWK nor JWKS"),
        (b'{"kty":', "this begins as JSON and is none"),
        (json.dumps(EC.jwk).encode(), "the JWK has no private part (d)"),
        (b'{"kty": "EC", "d": "AA"}', "the JWK cannot be used"),
        (b'{"kty": "RSA", "d": 5, "n": [], "e": null}', "the JWK cannot be used"),
        (b"\xff\xfem\x00y\x00", "text in UTF-16"),
        (b'{"kty": "oct", "k": "AA"}', "a secret, not a key pair"),
        (b"\x30\x00", "no private key, or a damaged one"),
        (_pem(key("RS256", "short", 1024).private), "the RSA key has 1024 bits"),
        (_pem(dsa.generate_private_key(2048)), "a key of the kind"),
    ],
)
def test_what_is_no_private_key_to_sign_with_is_refused_with_the_reason(octets: bytes, what: str) -> None:
    assert what in _refused(octets)


def test_a_bundle_without_a_key_is_refused() -> None:
    packed = serialize_key_and_certificates(None, None, _certificate(EC.private), None, NoEncryption())
    assert "holds no private key" in _refused(packed)


def test_a_key_is_read_from_der_and_after_a_byte_order_mark() -> None:
    in_der = EC.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw"))
    assert load_signing_key(in_der, "pw").public == _public(EC)
    assert load_signing_key(b"\xef\xbb\xbf" + json.dumps(_jwk(EC)).encode()).public == _public(EC)
    assert load_signing_key(b"\xef\xbb\xbf" + _pem(EC.private)).public == _public(EC)


@pytest.mark.parametrize("curve", [ec.SECP224R1, ec.BrainpoolP256R1])
def test_a_curve_that_jose_does_not_sign_with_is_refused(curve: type[ec.EllipticCurve]) -> None:
    assert f"on the curve {curve.name} cannot sign JWTs" in _refused(_pem(ec.generate_private_key(curve())))


def _loaded(pair: Key, alg: str = "") -> SigningKey:
    return SigningKey(pair.private, _public(pair), "k", alg)


@pytest.mark.parametrize(
    ("loaded", "wanted", "listed", "chosen"),
    [
        (_loaded(RSA), None, None, "RS256"),
        (_loaded(RSA), None, ["ES256", "RS512", "PS256"], "PS256"),
        (_loaded(RSA), "PS512", ["RS256"], "PS512"),
        (_loaded(RSA, "PS384"), None, None, "PS384"),
        (_loaded(EC), None, None, "ES256"),
        (_loaded(key("ES512")), None, ["ES512"], "ES512"),
        (_loaded(ED), None, ["Ed25519"], "Ed25519"),
        (_loaded(ED), None, None, "EdDSA"),
    ],
)
def test_the_algorithm_is_what_the_person_names_else_what_key_and_server_have_in_common(
    loaded: SigningKey, wanted: str | None, listed: list[str] | None, chosen: str
) -> None:
    assert choose_algorithm(loaded, wanted, listed, "private_key_jwt") == chosen


def test_an_algorithm_that_does_not_go_with_the_key_is_refused() -> None:
    with pytest.raises(UsageProblem, match=r"--alg ES256 does not go with this key \(RSA\)"):
        choose_algorithm(_loaded(RSA), "ES256", None, "x")
    with pytest.raises(UsageProblem, match="--alg RS256 does not go with this key") as problem:
        choose_algorithm(_loaded(RSA, "PS256"), "RS256", None, "x")
    assert problem.value.help == "it can do PS256"


@pytest.mark.parametrize("wanted", [None, "ES256"])
def test_an_algorithm_that_the_key_names_and_cannot_sign_with_is_refused(wanted: str | None) -> None:
    with pytest.raises(UsageProblem, match=r"the key names alg ECDH-ES, which its kind \(EC P-256\) cannot") as problem:
        choose_algorithm(_loaded(EC, "ECDH-ES"), wanted, None, "x")
    assert "ES256" in problem.value.help


def test_a_server_that_takes_nothing_this_key_can_do_is_told_with_both() -> None:
    with pytest.raises(UsageProblem) as problem:
        choose_algorithm(_loaded(EC), None, ["RS256"], "request objects")
    assert problem.value.what == (
        "the server takes RS256 for request objects, and this key (EC P-256) can only do ES256"
    )


@given(
    st.binary()
    | st.binary().map(lambda octets: b"\x30" + octets)
    | st.dictionaries(st.sampled_from(["kty", "d", "n", "e", "crv", "x", "y", "keys", "use"]), st.text() | st.integers() | st.lists(st.text())).map(lambda jwk: json.dumps(jwk).encode())
)  # fmt: skip
def test_reading_anything_gives_a_key_or_a_reason(octets: bytes) -> None:
    with suppress(UsageProblem):
        load_signing_key(octets)


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "canary"},
        {"kty": "EC", "crv": "P-256", "d": "canary"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "canary", "alg": "nothing"},
        {"kty": "OKP", "crv": "canary", "x": "AA", "d": "canary"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "canary", "p": "canary", "q": "canary"},
        {"kty": "oct", "k": "canary", "d": "canary"},
        {"d": "canary"},
    ],
)
def test_a_key_that_is_refused_is_not_quoted(jwk: dict[str, Any]) -> None:
    with pytest.raises(UsageProblem) as problem:
        load_signing_key(json.dumps(jwk).encode())
    assert "canary" not in problem.value.what + problem.value.help


def test_both_names_of_ed25519_are_names_of_one_algorithm() -> None:
    for name, other in (("EdDSA", "Ed25519"), ("Ed25519", "EdDSA")):
        bound = load_signing_key(json.dumps(_jwk(ED, alg=name)).encode())
        assert choose_algorithm(bound, None, None, "requests") == name
        assert choose_algorithm(bound, None, [other], "requests") == other


def test_the_key_file_of_a_service_account_is_read_with_the_name_it_gives_its_key() -> None:
    file = {"type": "service_account", "private_key_id": "abc", "private_key": _pem(RSA.private).decode()}
    read = load_signing_key(json.dumps(file).encode())
    assert (read.kid, read.public) == ("abc", _public(RSA))
    assert load_signing_key(json.dumps({"private_key": _pem(RSA.private).decode()}).encode(), kid="own").kid == "own"


REQUEST = x509.CertificateSigningRequestBuilder(x509.Name([])).sign(EC.private, SHA256()).public_bytes(Encoding.PEM)


def test_a_request_for_a_certificate_beside_the_key_is_none() -> None:
    assert load_signing_key(_pem(EC.private) + REQUEST).certificates == ()


def test_a_damaged_certificate_beside_the_key_is_told() -> None:
    damaged = _certificate(EC.private).public_bytes(Encoding.PEM).replace(b"\nM", b"\nX")
    assert "a certificate in it is damaged" in _refused(_pem(EC.private) + damaged)


def test_the_algorithm_chooses_among_keys_without_names() -> None:
    nameless = [{name: value for name, value in _jwk(one).items() if name != "kid"} for one in (RSA, EC, ED)]
    whole = json.dumps({"keys": nameless}).encode()
    for name, pair in (("RS256", RSA), ("PS512", RSA), ("ES256", EC), ("Ed25519", ED), ("EdDSA", ED)):
        assert load_signing_key(whole, alg=name).public == _public(pair)
    assert "0 private signing keys for ES384" in _refused(whole, alg="ES384")
    # RFC 7517 section 4.5: keys of different types may have one name.
    shared = json.dumps({"keys": [{**one, "kid": "a"} for one in nameless]}).encode()
    assert load_signing_key(shared, None, "a", "ES256").public == _public(EC)


@pytest.mark.parametrize(
    ("keys", "advice"),
    [
        ([_jwk(EC, kid="a"), _jwk(RSA, kid="b")], "choose one with --kid; there are: a (EC P-256), b (RSA)"),
        ([_jwk(EC, kid="a"), _jwk(RSA, kid="a")], "choose one with --alg; there are: a (EC P-256), a (RSA)"),
        ([_jwk(EC, kid=5), _jwk(RSA)], "choose one with --alg; there are: one without kid (EC P-256), r1 (RSA)"),
        ([_jwk(EC, kid="a"), _jwk(EC, kid="a")], "give the one that is meant alone"),
        ([EC.jwk], "give a set with a private key for signatures"),
    ],
    ids=range(5),
)
def test_the_advice_about_a_set_can_be_followed(keys: list[Any], advice: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        load_signing_key(json.dumps({"keys": keys}).encode())
    assert problem.value.help.startswith(advice)


@pytest.mark.parametrize("said", [{"use": "enc"}, {"key_ops": ["encrypt"]}])
def test_a_key_for_something_else_signs_nothing(said: dict[str, Any]) -> None:
    assert "is not for signatures" in _refused(json.dumps(_jwk(EC, **said)).encode())
    assert "0 private signing keys" in _refused(json.dumps({"keys": [_jwk(EC, **said)]}).encode())
    assert load_signing_key(json.dumps(_jwk(EC, use="sig", key_ops=["sign", "verify"])).encode()).kid


def test_the_option_that_gave_the_key_is_named() -> None:
    for octets in (b"x", b"{", _pem(dsa.generate_private_key(2048)), b'{"kty": "oct"}'):
        with pytest.raises(UsageProblem) as problem:
            load_signing_key(octets, option=DPOP_KEY)
        assert problem.value.what.startswith("--dpop-key: ")


def test_what_is_nested_too_deeply_is_no_fault() -> None:
    assert "nested too deeply" in _refused(b'{"kty":' + b"[" * 100_000)
