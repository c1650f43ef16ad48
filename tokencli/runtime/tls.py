"""The trust of a TLS connection: the operating system's store, plus what the person adds (RFC 6749 section 1.6)."""

from __future__ import annotations

import os
import ssl

from tokencli.errors import UsageProblem

# What curl, OpenSSL and Requests are told by; whoever set one for a company's proxy means every program.
BUNDLE_VARIABLES = ("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


def tls_context(ca_cert: str | None, *, insecure: bool) -> ssl.SSLContext:
    """Makes the context for all connections of a run.

    Args:
        ca_cert: A PEM file of authorities that are trusted besides those of the operating system.
        insecure: Whether certificates are not verified at all.

    Raises:
        UsageProblem: The file cannot be read or holds no certificate; the same of one that the environment names.
    """
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
