"""The server does not accept the certificate that the client shows.

Means:
    With tls_client_auth the server trusts authorities, and knows the client by one name in the certificate. With
    self_signed_tls_client_auth it knows the certificate itself. Another certificate, a renewed one, one that has expired, or a
    proxy that ends TLS before the server, and the client is nobody.

Seen by:
    A refused client that shows a certificate, or a TLS alert of the server about it.

Do:
    Compare subject and thumbprint (`tokencli make thumbprint cert.pem`) with the client's registration, and see that the
    endpoint is the one for mutual TLS.

See:
    RFC 8705 section 2, RFC 8446 section 6.2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.client_seen import TLS_METHODS
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import TLS_ALERT, because, likely_if, request_name, says, says_why, tls_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"certificate|\bx5t\b|thumbprint|mutual|mtls|\btls\b|subject|\bdn\b"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A client that is refused for the certificate it shows."""
    judged = _judge(evidence)
    if judged is None:
        return
    fact, confidence = judged
    setting = evidence.setting("cert")
    yield Finding(
        name="client-certificate-not-accepted",
        confidence=confidence,
        what="the server does not accept the certificate that the client shows",
        why=because(fact, evidence),
        help=_help(evidence),
        where=(
            *((Pointer("settings", "cert", f"{setting.value} ({setting.origin})"),) if setting else ()),
            Pointer(request_name(evidence), "url", evidence.host),
        ),
        see=("RFC 8705 section 2", "tokencli explain client-certificate-not-accepted"),
    )


def _judge(evidence: Evidence) -> tuple[str, Confidence] | None:
    alert = re.search(TLS_ALERT, tls_problem(evidence), re.IGNORECASE)
    if alert is not None and evidence.setting("cert") is not None:
        return f"the server ended the connection with the alert {alert[1]}", Confidence.CERTAIN
    if evidence.client.method not in TLS_METHODS or not evidence.client_refused:
        return None
    named = says(evidence, _SAID)
    return f"the client authenticates with {evidence.client.method} alone", likely_if(named or not says_why(evidence))


def _help(evidence: Evidence) -> str:
    if evidence.client.method == "self_signed_tls_client_auth":
        return "have this certificate registered for the client: `tokencli make jwks` of it prints what to register"
    return "compare the certificate's subject and authority with the client's registration; see that it has not expired"
