"""The trust of a TLS connection: the operating system's store, plus what the person adds (RFC 6749 section 1.6)."""

from __future__ import annotations

import os
import ssl
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.runtime.system import system_ambient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.jose.certificate import ClientCertificate


def tls_context(ca_cert: str | None, *, insecure: bool, certificate: ClientCertificate | None = None) -> ssl.SSLContext:
    """Makes the context for all connections of a run.

    Args:
        ca_cert: A PEM file of authorities that are trusted besides those of the operating system.
        insecure: Whether certificates are not verified at all.
        certificate: What the client shows to a server that asks for it; None for nothing.

    Raises:
        UsageProblem: The file cannot be read or holds no certificate.
    """
    context = _verifying(ca_cert, insecure=insecure)
    if certificate is not None:
        _show(certificate, context)
    return context


def _verifying(ca_cert: str | None, *, insecure: bool) -> ssl.SSLContext:
    if insecure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    import truststore

    trusted: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_cert is not None:
        try:
            trusted.load_verify_locations(cafile=ca_cert)
        except (OSError, ssl.SSLError) as problem:
            raise UsageProblem(
                f"--ca-cert: {ca_cert} cannot be used: {problem}", "it must be a PEM file of certificates"
            ) from None
    return trusted


def _show(certificate: ClientCertificate, context: ssl.SSLContext) -> None:
    # OpenSSL takes a key from a file alone. What is in the file is encrypted with a passphrase that nobody else has.
    passphrase = system_ambient().random_octets(32).hex()
    with _as_file(certificate.as_pem(passphrase.encode())) as path:
        try:
            context.load_cert_chain(path, password=passphrase)
        except (OSError, ssl.SSLError) as problem:
            raise UsageProblem(f"--cert: the certificate cannot be used for TLS: {problem}") from None


@contextmanager
def _as_file(octets: bytes) -> Iterator[str]:
    """The octets under a path, for as long as the context lasts: in memory where the system can do that."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("certificate")
        try:
            os.write(descriptor, octets)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
    else:
        descriptor, path = tempfile.mkstemp()  # for this user alone
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(octets)
            yield path
        finally:
            Path(path).unlink()
