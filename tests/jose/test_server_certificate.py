"""The certificate that a server shows."""

from __future__ import annotations

import datetime as dt

import trustme
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

from tokencli.jose.server_certificate import read_certificate

END = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
AUTHORITY = trustme.CA(organization_name="Example Trust")


def _der(pem: bytes) -> bytes:
    return load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


def test_its_names_its_dates_and_who_signed_it_are_read() -> None:
    leaf = AUTHORITY.issue_cert("login.example", "127.0.0.1", not_after=END)
    seen = read_certificate(_der(leaf.cert_chain_pems[0].bytes()))
    assert seen is not None
    assert seen.names == ("login.example", "127.0.0.1")
    assert seen.not_before < seen.not_after == END.timestamp()
    assert "Example Trust" in seen.issuer
    assert not seen.self_signed


def test_an_authority_signs_itself_and_has_no_names() -> None:
    seen = read_certificate(_der(AUTHORITY.cert_pem.bytes()))
    assert seen is not None
    assert (seen.self_signed, seen.names) == (True, ())
    assert seen.subject == seen.issuer


def test_what_is_no_certificate_is_not_read() -> None:
    assert read_certificate(b"certainly not DER") is None
