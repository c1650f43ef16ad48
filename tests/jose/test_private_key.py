from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from tests.jose.keys import certificate, key, pem
from tokencli.errors import UsageProblem
from tokencli.jose.key_option import CERT, DPOP_KEY
from tokencli.jose.key_option import KEY as KEY_GIVEN
from tokencli.jose.private_key import is_pkcs12, read_pkcs12, read_private_key

KEY = key("ES256").private
SEALED = BestAvailableEncryption(b"open sesame")
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
CERTIFICATE = certificate(KEY)
BUNDLE = serialize_key_and_certificates(b"x", KEY, CERTIFICATE, None, SEALED)


def _form(encoding: Encoding, form: PrivateFormat, how: Any = None) -> bytes:
    octets: bytes = KEY.private_bytes(encoding, form, how or NoEncryption())
    return octets


FORMS = [
    (pem(KEY), None),
    (pem(KEY).replace(b"\n", b"\r\n"), None),
    (pem(KEY, b"open sesame"), b"open sesame"),
    (_form(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, SEALED), b"open sesame"),
    (pem(KEY) + CERTIFICATE.public_bytes(Encoding.PEM), None),
    (_form(Encoding.DER, PrivateFormat.PKCS8), None),
    (_form(Encoding.DER, PrivateFormat.TraditionalOpenSSL), None),
    (_form(Encoding.DER, PrivateFormat.PKCS8, SEALED), b"open sesame"),
]


@pytest.mark.parametrize(("octets", "passphrase"), FORMS)
def test_a_key_is_read_in_every_form_that_tools_write(octets: bytes, passphrase: bytes | None) -> None:
    assert pem(read_private_key(octets, passphrase, KEY_GIVEN)) == pem(KEY)
    assert not is_pkcs12(octets)


@pytest.mark.parametrize(
    ("octets", "passphrase", "what", "help_"),
    [
        (PUBLIC, None, "there is no private key in it, only: public key", "give a private key"),
        (CERTIFICATE.public_bytes(Encoding.PEM) * 2, None, "only: certificate", "give a private key"),
        (
            ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
            None,
            "in the form of OpenSSH",
            "ssh-keygen -p -m PKCS8",
        ),
        (pem(KEY, b"open sesame"), None, "the key is encrypted, and there is no passphrase", "--key-passphrase"),
        (_form(Encoding.DER, PrivateFormat.PKCS8, SEALED), None, "is encrypted", "--key-passphrase"),
        (pem(KEY, b"open sesame"), b"wrong", "the passphrase does not open the key", "--key-passphrase"),
        (pem(KEY), b"too much", "the key is not encrypted", "leave --key-passphrase out"),
        (pem(KEY)[:-40], None, "no private key, or a damaged one", "PEM, PKCS#12 or JWK"),
        (b"-----BEGIN nothing", None, "no private key, or a damaged one", "PEM, PKCS#12 or JWK"),
        (CERTIFICATE.public_bytes(Encoding.DER), None, "no private key, or a damaged one", "PEM, PKCS#12 or JWK"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(
    octets: bytes, passphrase: bytes | None, what: str, help_: str
) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_private_key(octets, passphrase, KEY_GIVEN)
    assert problem.value.what.startswith("--key: ")
    assert what in problem.value.what
    assert help_ in problem.value.help


def test_a_key_of_a_kind_that_is_not_known_is_a_reason_too() -> None:
    # RFC 5958 section 2 with an algorithm that nobody has: 1.2.3.4.5.
    unknown = bytes.fromhex("3013020100300606042a030405040612345678abcd")
    with pytest.raises(UsageProblem, match="the kind of the key, or of its encryption, is not known here"):
        read_private_key(unknown, None, KEY_GIVEN)


@pytest.mark.parametrize(
    ("octets", "passphrase", "what"),
    [
        (BUNDLE, None, "the PKCS#12 file needs a passphrase, or is damaged"),
        (BUNDLE, b"wrong", "the PKCS#12 file is not opened by the passphrase, or is damaged"),
        (BUNDLE[:-9], b"open sesame", "or is damaged"),
    ],
)
def test_a_bundle_that_stays_closed_is_said_with_its_passphrase(
    octets: bytes, passphrase: bytes | None, what: str
) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_pkcs12(octets, passphrase, CERT)
    assert what in problem.value.what
    assert problem.value.help == "see --cert-passphrase"


def test_a_bundle_gives_its_key_and_its_certificates() -> None:
    private, chain = read_pkcs12(BUNDLE, b"open sesame", KEY_GIVEN)
    assert (pem(private), list(chain)) == (pem(KEY), [CERTIFICATE])


@pytest.mark.parametrize(
    ("octets", "is_one"),
    [(BUNDLE, True), (b"\x30\x03\x02\x01\x03", True), (b"\x30", False), (b"", False), (b"\x31\x03\x02\x01\x03", False)],
)
def test_a_bundle_is_told_by_its_version(octets: bytes, is_one: bool) -> None:
    assert is_pkcs12(octets) is is_one


def test_several_keys_are_not_one() -> None:
    with pytest.raises(UsageProblem, match="there are 2 private keys in it"):
        read_private_key(pem(KEY) + pem(key("Ed25519").private), None, KEY_GIVEN)
    assert pem(read_private_key(pem(KEY) + pem(KEY), None, KEY_GIVEN)) == pem(KEY)


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (pem(KEY).replace(b"\n", b"\\n"), r"written as \n"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,0011223344556677\n\nAAAA\n", "DEK-Info"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: DES-EDE3-CBC,00\n\nAAAA\n", "DEK-Info"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nDEK-Info:\n\nAAAA\n", "DEK-Info"),
    ],
    ids=range(4),
)
def test_a_key_that_was_damaged_on_its_way_is_told_how(octets: bytes, told: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_private_key(octets, b"pw", KEY_GIVEN)
    assert told in problem.value.what


@pytest.mark.parametrize("octets", [pem(KEY, b"pw"), BUNDLE], ids=["pem", "bundle"])
def test_no_passphrase_is_asked_for_where_none_can_be_given(octets: bytes) -> None:
    read = read_private_key if octets.startswith(b"-----") else read_pkcs12
    with pytest.raises(UsageProblem) as problem:
        read(octets, None, DPOP_KEY)
    assert problem.value.what.startswith("--dpop-key: ")
    assert problem.value.help == "give a key that is not encrypted"
