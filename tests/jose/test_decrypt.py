from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from joserfc import jwe
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from tokencli.errors import UsageProblem
from tokencli.jose.decrypt import ASYMMETRIC, ENCODINGS, WRAPPING, CannotOpen, Opener, PrivateKey
from tokencli.jose.peek import base64url_encode

RSA = RSAKey.generate_key(2048)
EC = ECKey.generate_key("P-256")
X25519 = OKPKey.generate_key("X25519")
SECRET = "the secret of the client"
SIGNED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."


def encrypted(key: Any, algorithm: str, encoding: str = "A128GCM", **header: Any) -> str:
    protected = {"alg": algorithm, "enc": encoding, "cty": "JWT", **header}
    return str(jwe.encrypt_compact(protected, SIGNED, key, algorithms=[algorithm, encoding]))


def opener(octets: bytes | str | None = None, passphrase: str | None = None, secret: str = "") -> Opener:
    given = octets.encode() if isinstance(octets, str) else octets
    return Opener(lambda: None if given is None else PrivateKey(given, passphrase), secret)


def private(key: Any, **more: Any) -> dict[str, Any]:
    return {**key.as_dict(private=True), **more}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("algorithm", ASYMMETRIC)
def test_what_was_encrypted_to_a_key_is_opened_with_it(algorithm: str, encoding: str) -> None:
    for key in (RSA, EC, X25519):
        if key.key_type in ASYMMETRIC[algorithm]:
            token = encrypted(key, algorithm, encoding)
            for form in (json.dumps(private(key)), key.as_pem(private=True)):
                assert opener(form).open(f" {token}\n") == SIGNED


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("algorithm", [*WRAPPING, "dir"])
def test_what_was_encrypted_with_the_secret_is_opened_with_it(algorithm: str, encoding: str) -> None:
    size = WRAPPING.get(algorithm) or ENCODINGS[encoding]
    # OpenID Connect Core section 10.2, computed on its own.
    hashed = {16: "sha256", 24: "sha256", 32: "sha256", 48: "sha384", 64: "sha512"}[size]
    key = OctKey.import_key(hashlib.new(hashed, SECRET.encode()).digest()[:size])
    token = encrypted(key, algorithm, encoding)
    assert opener(secret=SECRET).open(token) == SIGNED
    for wrong in (opener(secret=SECRET + "x"), opener()):
        with pytest.raises(CannotOpen):
            wrong.open(token)


def compressed(plain: str, key: Any = RSA, algorithm: str = "RSA-OAEP") -> str:
    protected = {"alg": algorithm, "enc": "A128GCM", "zip": "DEF"}
    return str(jwe.encrypt_compact(protected, plain, key, algorithms=[algorithm, "A128GCM", "DEF"]))


def test_what_was_compressed_is_unpacked() -> None:
    assert opener(json.dumps(private(RSA))).open(compressed(SIGNED)) == SIGNED
    with pytest.raises(CannotOpen, match="the key does not open it"):
        opener(json.dumps(private(RSAKey.generate_key(2048)))).open(compressed(SIGNED))


def test_what_would_be_larger_than_any_token_is_not_unpacked() -> None:
    bomb = "a" * 5_000_000
    dir_key = OctKey.import_key(hashlib.sha256(SECRET.encode()).digest()[:16])
    for how, token in (
        (opener(json.dumps(private(RSA))), compressed(bomb)),
        (opener(secret=SECRET), compressed(bomb, dir_key, "dir")),
    ):
        with pytest.raises(CannotOpen, match="larger than a token can be"):
            how.open(token)


@pytest.mark.parametrize("zip_", ["GZIP", "def", "", 1, ["DEF"]])
def test_an_unknown_compression_is_named(zip_: Any) -> None:
    _, _, rest = encrypted(RSA, "RSA-OAEP").partition(".")
    header = {"alg": "RSA-OAEP", "enc": "A128GCM", "zip": zip_}
    with pytest.raises(CannotOpen, match="which is not known here"):
        opener(json.dumps(private(RSA))).open(f"{base64url_encode(json.dumps(header).encode())}.{rest}")


@pytest.mark.parametrize("text", [SIGNED, "opaque", ""])
def test_what_is_not_encrypted_is_itself(text: str) -> None:
    assert opener().open(text) == text


def test_claims_in_the_header_do_no_harm() -> None:
    header = {"alg": "RSA-OAEP", "enc": "A128GCM", "iss": "https://as.example", "aud": "app", "private": 1}
    registry = jwe.JWERegistry(algorithms=["RSA-OAEP", "A128GCM"], strict_check_header=False)
    token = jwe.encrypt_compact(header, SIGNED, RSA, registry=registry)
    assert opener(json.dumps(private(RSA))).open(token) == SIGNED


def test_of_a_set_the_key_that_the_token_names_is_taken_else_each_is_tried() -> None:
    other = RSAKey.generate_key(2048)
    keys = [private(other, kid="a"), private(EC), private(RSA, kid="b", use="enc"), private(RSA, kid="c", use="sig")]
    whole = json.dumps({"keys": [*keys, "no key", {"kty": "RSA"}]})
    for header in ({"kid": "b"}, {"kid": "unknown"}, {}):
        assert opener(whole).open(encrypted(RSA, "RSA-OAEP", **header)) == SIGNED
    with pytest.raises(CannotOpen, match="does not open it"):
        opener(whole).open(encrypted(RSA, "RSA-OAEP", kid="a"))


def test_a_key_for_signing_opens_nothing() -> None:
    with pytest.raises(CannotOpen, match="holds none"):
        opener(json.dumps(private(RSA, use="sig"))).open(encrypted(RSA, "RSA-OAEP"))


def test_without_a_key_the_option_is_named() -> None:
    with pytest.raises(CannotOpen, match="--key"):
        opener().open(encrypted(RSA, "RSA-OAEP"))
    with pytest.raises(CannotOpen, match="--client-secret"):
        opener().open(encrypted(OctKey.import_key(b"k" * 16), "dir"))


@pytest.mark.parametrize("form", ["jwk", "pem"])
def test_another_kind_of_key_is_said(form: str) -> None:
    text = json.dumps(private(EC)) if form == "jwk" else EC.as_pem(private=True)
    with pytest.raises(CannotOpen, match="an RSA key"):
        opener(text).open(encrypted(RSA, "RSA-OAEP"))


def test_another_key_of_the_kind_says_no_more_than_that() -> None:
    token = encrypted(RSA, "RSA-OAEP")
    broken = ".".join((*token.split(".")[:3], "AAAA", token.split(".")[4]))
    told = set()
    for key, one in ((RSAKey.generate_key(2048), token), (RSA, broken), (RSA, token[:-4] + "AAAA")):
        with pytest.raises(CannotOpen) as closed:
            opener(json.dumps(private(key))).open(one)
        told.add(str(closed.value))
    assert told == {"the key does not open it"}  # RFC 7516 section 11.5: no oracle


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "RSA1_5", "enc": "A128GCM"},
        {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 10**9, "p2s": "AAAA"},
        {"alg": "RSA-OAEP", "enc": "A128CTR"},
        {"alg": "RSA-OAEP"},
        {"enc": "A128GCM"},
        {"alg": "none", "enc": "A128GCM"},
    ],
)
def test_algorithms_that_are_not_safe_are_refused_before_the_key_is_read(header: dict[str, Any]) -> None:
    def never() -> PrivateKey:
        raise AssertionError("the key was read")

    token = base64url_encode(json.dumps(header).encode()) + ".AA.AA.AA.AA"
    with pytest.raises(CannotOpen, match="refused"):
        Opener(never).open(token)


def test_extensions_that_are_not_understood_are_refused() -> None:
    header = {"alg": "RSA-OAEP", "enc": "A128GCM", "crit": ["x"]}
    with pytest.raises(CannotOpen, match="not understood"):
        opener().open(base64url_encode(json.dumps(header).encode()) + ".AA.AA.AA.AA")


def test_an_encrypted_pem_and_a_pkcs12_file_are_read_with_their_passphrase() -> None:
    made = rsa.generate_private_key(65537, 2048)
    public = RSAKey.import_key(made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    token = encrypted(public, "RSA-OAEP-256")
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"pass"))
    box = pkcs12.serialize_key_and_certificates(b"n", made, None, None, BestAvailableEncryption(b"pass"))
    for octets in (pem, box):
        assert opener(octets, "pass").open(token) == SIGNED
        with pytest.raises(UsageProblem, match=r"--key: .*passphrase.*, or .*damaged"):
            opener(octets, "wrong").open(token)


def test_a_pkcs12_file_without_a_key_holds_none() -> None:
    made = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(made.public_key())
    own = builder.serial_number(1).not_valid_before(now).not_valid_after(now.replace(year=2030)).sign(made, SHA256())
    box = pkcs12.serialize_key_and_certificates(None, None, own, None, NoEncryption())
    with pytest.raises(CannotOpen, match="holds none"):
        opener(box).open(encrypted(RSA, "RSA-OAEP"))


@pytest.mark.parametrize("text", ["{", '{"kty": "RSA", "d": "x", "n": "x", "e": "AQAB"}', "no key at all"])
def test_what_is_no_key_is_said(text: str) -> None:
    with pytest.raises(UsageProblem, match="--key"):
        opener(text).open(encrypted(RSA, "RSA-OAEP"))


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    token = encrypted(RSA, "RSA-OAEP")
    monkeypatch.setitem(sys.modules, "joserfc", None)
    with pytest.raises(UsageProblem) as missing:
        opener(json.dumps(private(RSA))).open(token)
    assert "tokencli[jwe]" in missing.value.help


def test_neither_key_nor_secret_stand_in_its_words() -> None:
    assert SECRET not in repr(Opener(lambda: None, SECRET))
    assert "hush" not in repr(PrivateKey(b"hush", "hush"))


def test_a_small_key_opens_nothing_and_no_warning_of_the_library_is_seen(recwarn: pytest.WarningsRecorder) -> None:
    # RFC 7518 section 4.3: a key of size 2048 bits or larger MUST be used with these algorithms.
    made = rsa.generate_private_key(65537, 1024)
    text = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(CannotOpen):
        opener(text).open(encrypted(RSA, "RSA-OAEP"))
    assert list(recwarn) == []
