"""The two sides could not agree on a TLS connection.

Means:
    The port speaks plain HTTP, the server wants a version or cipher that this machine does not allow, it wants a client
    certificate, or something between cuts the handshake.

Seen by:
    A TLS handshake that failed for another reason than the server's certificate.

Do:
    Check scheme and port of the URL. Where a client certificate is wanted, give `--cert FILE`.

See:
    RFC 8446 section 6.2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import (
    TLS_ALERT,
    TLS_OTHER_NAME,
    TLS_OUT_OF_DATE,
    TLS_UNTRUSTED,
    host_asked,
    request_name,
    tls_problem,
)
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_CERTIFICATE = f"{TLS_UNTRUSTED}|{TLS_OUT_OF_DATE}|{TLS_OTHER_NAME}"
# What OpenSSL calls it, what that is in words, and who can do what about it.
_KNOWN = (
    (r"wrong.version.number|http.request", "the port answers without TLS",
     "check the port, or whether the URL begins with http", Who.YOU),
    (r"certificate.required", "the server wants a client certificate",
     "give the client's certificate with --cert FILE", Who.YOU),
    (r"unsupported.protocol|alert.protocol.version", "the server speaks no TLS version that is allowed here",
     "have the server offer TLS 1.2 or 1.3", Who.ADMINISTRATOR),
    (r"handshake.failure|no.shared.cipher", "there is no cipher or key both sides allow, or a client certificate is missing",
     "give --cert FILE where the server wants a client certificate; else its TLS settings must be looked at", Who.YOU),
    (r"REVOCATION", "this machine could not ask whether the certificate was revoked",
     "let it reach the authority's server for revoked certificates; curl on Windows goes on with --ssl-revoke-best-effort", Who.YOU),
    (r"unrecognized.name", "the server does not know the name in the URL", "check the host name of the URL", Who.YOU),
)  # fmt: skip


def look(evidence: Evidence) -> Iterator[Finding]:
    """A handshake that failed."""
    problem = tls_problem(evidence)
    alert = re.search(TLS_ALERT, problem, re.IGNORECASE)
    if not problem or (alert and evidence.setting("cert")):
        return  # no problem, or one of the client's certificate
    if re.search(_CERTIFICATE, problem, re.IGNORECASE) and not alert:
        return
    host = evidence.host
    fact, help_, who = _meaning(problem)
    yield Finding(
        name="tls-failed",
        confidence=Confidence.CERTAIN,
        what=f"no TLS connection to {host_asked(evidence)} could be made",
        why=f"{fact}: {problem}",
        help=help_,
        who=who,
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 8446 section 6.2", "tokencli explain tls-failed"),
    )


def _meaning(problem: str) -> tuple[str, str, Who]:
    for pattern, fact, help_, who in _KNOWN:
        if re.search(pattern, problem, re.IGNORECASE):
            return fact, help_, who
    return "the handshake failed", "check scheme, host and port; a proxy or firewall may cut TLS, see --proxy", Who.YOU
