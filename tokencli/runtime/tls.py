"""The trust of a TLS connection: the operating system's store, plus what the person adds (RFC 6749 section 1.6)."""

from __future__ import annotations

import ssl

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
