"""The server's certificate comes from an authority that this machine does not know.

Means:
    The certificate is self-signed, comes from a company's own authority, a proxy that looks into TLS has put in its own,
    or the server forgot to send an intermediate certificate.

Seen by:
    A certificate whose chain ends at no trusted root.

Do:
    Give the authority's certificate with `--ca-cert FILE`; it is added to those of the system. Where only the server's
    intermediate certificate is missing, the server's administrator must add it.

See:
    RFC 5280 section 6, RFC 8446 section 4.4.2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import TLS_ALERT, TLS_UNTRUSTED, host_asked, request_name, tls_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A certificate from an unknown authority."""
    problem = tls_problem(evidence)
    # An alert is what the server says, of the client's certificate.
    if not re.search(TLS_UNTRUSTED, problem, re.IGNORECASE) or re.search(TLS_ALERT, problem, re.IGNORECASE):
        return
    host = evidence.host
    yield Finding(
        name="certificate-not-trusted",
        confidence=Confidence.CERTAIN,
        what=f"the certificate of {host_asked(evidence)} comes from an authority that this machine does not know",
        why=f"the verification says: {problem}; no request was sent",
        help=_help(problem),
        where=(Pointer(request_name(evidence), "url", host), *_proxy(evidence)),
        see=("RFC 5280 section 6", "tokencli explain certificate-not-trusted"),
    )


def _help(problem: str) -> str:
    if "first certificate" in problem:
        return (
            "the server does not send its intermediate certificate: have it added there, or give it with --ca-cert FILE"
        )
    return (
        "give the authority's certificate with --ca-cert FILE; "
        "a company's own authority, or its proxy that intercepts TLS, looks like this"
    )


def _proxy(evidence: Evidence) -> Iterator[Pointer]:
    """The proxy the connection went through, the likeliest to have put in a certificate of its own."""
    for setting in evidence.settings:
        if setting.name == "proxy" and setting.value:
            yield Pointer("settings", "proxy", f"{setting.value} ({setting.origin})")
