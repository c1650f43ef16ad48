"""The server wants to see a certificate of the client, and the client shows none.

Means:
    A client can be registered for tokens that are bound to its certificate, whatever else it authenticates with. A request over a
    connection without a certificate is then refused, at some servers with the words for every refused grant.

Seen by:
    A refused token request without a certificate, where the server speaks of one; possible where the server binds tokens to
    certificates and refuses a grant in which nothing else can be wrong.

Do:
    Show the certificate with `--cert` and `--cert-key`, at the endpoint for mutual TLS.

See:
    RFC 8705 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, error_pointer, says
from tokencli.oauth.identifiers import CLIENT_CREDENTIALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"mutual.?tls|\bmtls\b|\bclient certifi\w+ (?:is |was )?(?:missing|required|not p)|\b(?:missing|no|requires?)\b.{0,20}\bclient certifi"
_WANTED = {
    Confidence.LIKELY: "the server wants to see a certificate of the client",
    Confidence.POSSIBLE: "the client may be registered for tokens that are bound to its certificate",
}
_BINDS = "tls_client_certificate_bound_access_tokens"  # RFC 8705 section 3.3


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refusal for want of a certificate."""
    confidence = _confidence(evidence)
    if not evidence.refused or evidence.at_resource or evidence.setting("cert") is not None or confidence is None:
        return
    yield Finding(
        name="client-certificate-missing",
        confidence=confidence,
        what=f"{_WANTED[confidence]}, and {'none was shown' if evidence.settings else 'none is seen here'}",
        why=because("RFC 8705 section 3 binds a token to the certificate of the connection", evidence),
        help="show it with --cert and --cert-key",
        where=(Pointer("settings", "cert", "missing") if evidence.settings else error_pointer(evidence),),
        see=("RFC 8705 section 3", "tokencli explain client-certificate-missing"),
    )


def _confidence(evidence: Evidence) -> Confidence | None:
    """How sure it is; None when nothing speaks of a certificate."""
    if says(evidence, _SAID):
        return Confidence.LIKELY
    # RFC 6749 section 4.4: client credentials are no grant that could be wrong; a proof or a certificate can be missing.
    if (evidence.error, evidence.grant_type) == ("invalid_grant", CLIENT_CREDENTIALS) and evidence.metadata.get(_BINDS):
        return Confidence.POSSIBLE
    return None
