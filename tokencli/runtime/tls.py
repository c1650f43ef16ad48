"""The trust of a TLS connection: the operating system's store, plus what the person adds (RFC 6749 section 1.6)."""

from __future__ import annotations

import ssl
import sys
from dataclasses import dataclass
from pathlib import Path

from tokencli.errors import UsageProblem


def tls_context(ca_cert: str | None, *, insecure: bool) -> ssl.SSLContext:
    """Makes the context for all connections of a run.

    Args:
        ca_cert: A PEM file of authorities that are trusted besides those of the operating system.
        insecure: Whether certificates are not verified at all.

    Raises:
        UsageProblem: The file cannot be read or holds no certificate.
    """
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
    added = (f"{ca_cert} (--ca-cert)",) if ca_cert else ()
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
