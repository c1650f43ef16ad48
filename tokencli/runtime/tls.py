"""The trust of a TLS connection: the operating system's store, plus what the person adds (RFC 6749 section 1.6)."""

from __future__ import annotations

import os
import ssl
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.runtime.system import system_ambient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.jose.certificate import ClientCertificate

# What curl, OpenSSL and Requests are told by; whoever set one for a company's proxy means every program.
BUNDLE_VARIABLES = ("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


def tls_context(ca_cert: str | None, *, insecure: bool, certificate: ClientCertificate | None = None) -> ssl.SSLContext:
    """Makes the context for all connections of a run.

    Args:
        ca_cert: A PEM file of authorities that are trusted besides those of the operating system.
        insecure: Whether certificates are not verified at all.
        certificate: What the client shows to a server that asks for it; None for nothing.

    Raises:
        UsageProblem: The file cannot be read or holds no certificate; the same of one that the environment names.
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
    named = {name: os.environ.get(name, "") for name in BUNDLE_VARIABLES} | {"--ca-cert": ca_cert or ""}
    for place, path in named.items():
        if path:
            _trust(trusted, place, path)
    return trusted


def _trust(context: ssl.SSLContext, place: str, path: str) -> None:
    folder = place != "--ca-cert" and os.path.isdir(path)  # noqa: PTH112 - as Requests allows
    try:
        context.load_verify_locations(**{"capath" if folder else "cafile": path})
    except (OSError, ssl.SSLError, ValueError) as problem:
        raise UsageProblem(
            f"{place}: {path} cannot be used: {problem}", "it must be a PEM file of certificates"
        ) from None


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a connection trusts.

    Attributes:
        sources: Where the authorities come from, in words.
        authorities: How many were loaded; None where they are looked up one by one when they are needed.
    """

    sources: tuple[str, ...]
    authorities: int | None


def trust_in_use(ca_cert: str | None) -> Trust:
    """Whom the connections of a run trust, found by making ready for one.

    Args:
        ca_cert: As for `tls_context`, and errors too.
    """
    context = tls_context(ca_cert, insecure=False)
    # The system's authorities are loaded when a connection is made; this one has nothing at its other end.
    connection = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost")
    system, one_by_one = _system_store()
    loaded = connection.context.cert_store_stats()["x509_ca"]
    named = {name: os.environ.get(name) for name in BUNDLE_VARIABLES[1:]} | {"--ca-cert": ca_cert}
    added = tuple(f"{path} ({place})" for place, path in named.items() if path)
    return Trust((system, *added), None if one_by_one and not loaded else loaded)


def _system_store() -> tuple[str, bool]:
    """Where the system's authorities are, and whether they are looked up there one by one."""
    named = {"darwin": "the keychains of macOS", "win32": "the certificate stores of Windows"}.get(sys.platform)
    if named:
        return named, True
    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        said = f" ({paths.openssl_cafile_env})" if paths.cafile != paths.openssl_cafile else ""
        return f"{paths.cafile}{said}", False
    if paths.capath and any(Path(paths.capath).glob("*.[0-9]")):
        said = f" ({paths.openssl_capath_env})" if paths.capath != paths.openssl_capath else ""
        return f"{paths.capath}{said}", True
    return "the usual places of this system", False


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
