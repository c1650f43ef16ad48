from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from tests.jose.keys import certificate, key, pem
from tokencli.errors import UsageProblem
from tokencli.jose.certificate import as_pem, load_client_certificate, own_certificate, thumbprints
from tokencli.jose.keys import load_signing_key

CLIENT, AUTHORITY = key("ES256", "client").private, key("ES256", "authority").private


OWN, ABOVE = certificate(CLIENT, "client"), certificate(AUTHORITY, "authority")
CHAIN = OWN.public_bytes(Encoding.PEM) + ABOVE.public_bytes(Encoding.PEM)


def _refused(octets: bytes, private: bytes | None = None, passphrase: str | None = None) -> UsageProblem:
    with pytest.raises(UsageProblem) as problem:
        load_client_certificate(octets, private, passphrase)
    assert problem.value.what.startswith("--cert: ")
    return problem.value


@pytest.mark.parametrize(
    ("octets", "private", "passphrase"),
    [
        (CHAIN + pem(CLIENT), None, None),
        (CHAIN, pem(CLIENT), None),
        (ABOVE.public_bytes(Encoding.PEM) + OWN.public_bytes(Encoding.PEM), pem(CLIENT), None),
        (CHAIN, pem(CLIENT, b"open sesame"), "open sesame"),
        (CHAIN, CLIENT.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()), None),
        (serialize_key_and_certificates(b"x", CLIENT, OWN, [ABOVE], NoEncryption()), None, None),
        (serialize_key_and_certificates(b"x", CLIENT, OWN, [ABOVE], BestAvailableEncryption(b"pw")), None, "pw"),
    ],
)
def test_it_is_read_in_every_form_people_have_with_its_own_certificate_first(
    octets: bytes, private: bytes | None, passphrase: str | None
) -> None:
    read = load_client_certificate(octets, private, passphrase)
    assert read.chain == (OWN, ABOVE)
    assert pem(read.private) == pem(CLIENT)


def test_what_is_written_for_tls_holds_the_key_encrypted_alone() -> None:
    written = load_client_certificate(CHAIN + pem(CLIENT), None, None).as_pem(b"for this run")
    assert written.startswith(CHAIN)
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in written
    assert b"BEGIN PRIVATE KEY" not in written
    assert pem(load_pem_private_key(written, b"for this run")) == pem(CLIENT)


def test_a_certificate_without_a_key_is_told_where_to_put_it() -> None:
    assert "--cert-key" in _refused(CHAIN).help
    without = serialize_key_and_certificates(b"x", None, None, [OWN], NoEncryption())
    assert "lacks the certificate or its private key" in _refused(without).what


def test_the_key_of_another_certificate_is_refused() -> None:
    assert "the key is not the one of the certificate" in _refused(CHAIN, pem(key("ES256", "other").private)).what


def test_a_certificate_in_der_is_read_with_its_key() -> None:
    assert load_client_certificate(OWN.public_bytes(Encoding.DER), pem(CLIENT), None).chain == (OWN,)


@pytest.mark.parametrize(
    ("octets", "private", "what"),
    [
        (b"no certificate", None, "--cert: this is neither PEM, DER nor PKCS#12"),
        (b"\x30\x03\x02\x01\x00", pem(CLIENT), "--cert: this is no certificate, or a damaged one"),
        (OWN.public_bytes(Encoding.DER), None, "--cert: there is a certificate and no private key"),
        (pem(CLIENT), None, "--cert: there is no certificate in it"),
        (CHAIN, b"", "--cert-key: this is no private key in PEM or DER"),
        (CHAIN, b'{"kty": "EC"}', "--cert-key: this is no private key in PEM or DER"),
        (
            CHAIN,
            serialize_key_and_certificates(b"x", CLIENT, OWN, None, NoEncryption()),
            "--cert-key: this is no private key in PEM or DER",
        ),
        (CHAIN, OWN.public_bytes(Encoding.PEM), "--cert: there is no private key in it, only: certificate"),
    ],
)
def test_what_is_not_there_is_said_of_the_file_that_lacks_it(octets: bytes, private: bytes | None, what: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        load_client_certificate(octets, private, None)
    assert problem.value.what == what


@pytest.mark.parametrize(
    ("octets", "private", "passphrase"),
    [
        (CHAIN, pem(CLIENT, b"open sesame"), None),
        (CHAIN, pem(CLIENT, b"open sesame"), "wrong"),
        (serialize_key_and_certificates(b"x", CLIENT, OWN, None, BestAvailableEncryption(b"pw")), None, "wrong"),
    ],
)
def test_what_cannot_be_opened_is_said_with_the_passphrase_it_may_want(
    octets: bytes, private: bytes | None, passphrase: str | None
) -> None:
    assert "--cert-passphrase" in _refused(octets, private, passphrase).help


def test_a_chain_that_came_with_a_signing_key_names_the_key_s_own_certificate() -> None:
    backwards = pem(CLIENT) + ABOVE.public_bytes(Encoding.PEM) + OWN.public_bytes(Encoding.PEM)
    der = OWN.public_bytes(Encoding.DER)
    assert own_certificate(load_signing_key(backwards)) == der
    assert own_certificate(load_signing_key(pem(CLIENT))) is None
    assert set(thumbprints(der)) == {"x5t", "x5t#S256"}


def test_a_certificate_is_written_as_the_text_that_others_write() -> None:
    assert as_pem(OWN.public_bytes(Encoding.DER)).encode() == OWN.public_bytes(Encoding.PEM)
