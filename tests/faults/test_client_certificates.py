"""A server that asks for the client's certificate at the handshake (RFC 8705): shown, in every form it is kept in, or missing."""

from __future__ import annotations

import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509 import load_pem_x509_certificate

from tests.faults.server import MisbehavingServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.command import Command, Ran

PASSPHRASE = "canary-of-a-passphrase"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@pytest.fixture(scope="module")
def client(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("client@example.com", key_type=trustme.KeyType.ECDSA)


@pytest.fixture
def strict(authority: trustme.CA) -> Iterator[MisbehavingServer]:
    """A server that takes no client without a certificate of the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", key_type=trustme.KeyType.ECDSA).configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    with MisbehavingServer(context) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path, authority: trustme.CA, client: trustme.LeafCert) -> Path:
    """The certificate in every form people keep one in."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    certificate, key = client.cert_chain_pems[0].bytes(), client.private_key_pem.bytes()
    private = load_pem_private_key(key, None)
    sealed = BestAvailableEncryption(PASSPHRASE.encode())
    (tmp_path / "cert.pem").write_bytes(certificate)
    (tmp_path / "both.pem").write_bytes(key + certificate)
    (tmp_path / "sealed.key").write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
    bundle = serialize_key_and_certificates(b"", private, load_pem_x509_certificate(certificate), None, sealed)  # type: ignore[arg-type] # it is an EC key
    (tmp_path / "client.p12").write_bytes(bundle)
    return tmp_path


def fetch(cli: Command, server: MisbehavingServer, folder: Path, *words: str, method: str = "tls", **env: str) -> Ran:
    typed = ("--token-endpoint", server.url(), "--client-id", "app", "--auth-method", method)
    trust = ("--ca-cert", str(folder / "ca.pem"), "--retries", "0", "-o", "token")
    return cli("fetch", "client-credentials", *typed, *trust, *words, env=env)


@pytest.mark.parametrize("method", ["tls", "self-signed-tls"])
@pytest.mark.parametrize(
    "form",
    [
        ("both.pem",),
        ("cert.pem", "--cert-key", "env:KEY"),
        ("cert.pem", "--cert-key", "file:sealed.key", "--cert-passphrase", "env:PASSPHRASE"),
        ("client.p12", "--cert-passphrase", "env:PASSPHRASE"),
    ],
)
def test_the_certificate_is_shown_in_every_form_it_is_kept_in(
    cli: Command, strict: MisbehavingServer, folder: Path, client: trustme.LeafCert, form: tuple[str, ...], method: str
) -> None:
    file, *rest = form
    words = [one.replace("file:", f"file:{folder}/") for one in rest]
    secrets = {"KEY": client.private_key_pem.bytes().decode(), "PASSPHRASE": PASSPHRASE}
    done = fetch(cli, strict, folder, "--cert", str(folder / file), *words, method=method, **secrets)
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    assert strict.requests[0].body == b"grant_type=client_credentials&client_id=app"


def test_with_another_method_the_certificate_is_shown_too(
    cli: Command, strict: MisbehavingServer, folder: Path
) -> None:
    # RFC 8705 section 4: a token is bound to a certificate whatever the client authenticates with.
    cert = ("--cert", str(folder / "both.pem"), "--client-secret", "env:SECRET")
    assert fetch(cli, strict, folder, *cert, method="post", SECRET="hush-hush-1").code == 0
    assert b"client_secret=hush-hush-1" in strict.requests[0].body


def test_without_a_certificate_the_handshake_fails_and_says_what_the_server_wants(
    cli: Command, strict: MisbehavingServer, folder: Path
) -> None:
    done = fetch(cli, strict, folder, method="none")
    assert (done.code, done.out) in {(20, ""), (21, "")}  # TLS 1.3 tells a client only after its request
    assert "--cert" in done.err
    assert strict.requests == []


def test_a_certificate_that_cannot_be_used_is_told_before_anything_is_sent(
    cli: Command, strict: MisbehavingServer, folder: Path
) -> None:
    for words, told in (
        (("--cert", str(folder / "missing.pem")), "missing.pem cannot be read"),
        (("--cert", str(folder / "cert.pem")), "no private key"),
        (("--cert", str(folder / "client.p12"), "--cert-passphrase", "env:WRONG"), "PKCS#12"),
    ):
        done = fetch(cli, strict, folder, *words, WRONG="not-the-passphrase")
        assert (done.code, done.out, strict.requests) == (2, "", [])
        assert told in done.err
        assert "not-the-passphrase" not in done.err


def test_a_certificate_that_the_server_rejects_is_named_and_not_taken_for_the_servers_own(
    cli: Command, strict: MisbehavingServer, folder: Path
) -> None:
    foreign = trustme.CA(key_type=trustme.KeyType.ECDSA).issue_cert(
        "client@example.com", key_type=trustme.KeyType.ECDSA
    )
    foreign.private_key_and_cert_chain_pem.write_to_path(str(folder / "foreign.pem"))
    done = fetch(cli, strict, folder, "--cert", str(folder / "foreign.pem"))
    assert (done.code, done.out) == (21, "")
    assert "client-certificate-not-accepted" in done.err
    assert "certificate-not-trusted" not in done.err
    assert strict.requests == []


def test_a_printed_curl_command_shows_the_certificate_too(
    cli: Command, strict: MisbehavingServer, folder: Path
) -> None:
    cert = ("--cert", str(folder / "cert.pem"), "--cert-key", f"file:{folder / 'sealed.key'}")
    printed = fetch(cli, strict, folder, *cert, "--dry-run=curl").out
    assert f"--cert {folder / 'cert.pem'}" in printed
    assert f"--key {folder / 'sealed.key'}" in printed
    bundle = fetch(cli, strict, folder, "--cert", str(folder / "client.p12"), "--dry-run=curl").out
    assert f"--cert {folder / 'client.p12'} --cert-type P12" in bundle
    whole = fetch(cli, strict, folder, "--cert", str(folder / "both.pem"), "--dry-run=curl").out
    done = subprocess.run(["sh", "-c", whole], capture_output=True, text=True, timeout=60, check=True)
    assert "at-1" in done.stdout
