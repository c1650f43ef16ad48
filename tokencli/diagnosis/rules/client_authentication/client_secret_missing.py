"""The request names a client but proves nothing, and the server wants proof.

Means:
    A client with a secret or a key must use it. Without one it is treated as public, which this client is not registered
    for, or which the server does not allow at all. An empty variable does the same as no variable.

Seen by:
    A refused client without a secret, or with an empty one, at a server that does not list the method `none`.

Do:
    Give `--client-secret` as a reference, for instance `env:CLIENT_SECRET`, and see that it is not empty.

See:
    RFC 6749 section 3.2.1, RFC 8414 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import MISSING, because, likely_if, request_name, says
from tokencli.oauth.identifiers import CLIENT_CREDENTIALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_CREDENTIALS = r"client_secret|client_assertion|client.{0,3}secret|client.{0,3}(?:credential|auth)"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client without a secret."""
    named = says(evidence, _CREDENTIALS) and says(evidence, MISSING)
    listed = evidence.auth_methods
    if not evidence.request_whole:
        return
    if not (evidence.client_refused or (named and evidence.refused)) or _proves(evidence):
        return
    # RFC 6749 section 4.4: the client credentials grant type MUST only be used by confidential clients.
    confidential = evidence.grant_type == CLIENT_CREDENTIALS
    if listed is not None and "none" in listed and not named and not confidential:
        return
    wants = confidential or (listed is not None and "none" not in listed)
    yield Finding(
        name="client-secret-missing",
        confidence=Confidence.CERTAIN if wants and named else likely_if(wants or named),
        what="the request carries no client secret and no other proof of who the client is",
        why=because(_fact(evidence, wants=wants), evidence),
        help="give the secret with --client-secret, as a reference such as env:CLIENT_SECRET, and see that it is not empty",
        where=(Pointer(request_name(evidence), "client_secret", "empty" if evidence.client.secret else "missing"),),
        see=("RFC 6749 section 3.2.1", "RFC 8414 section 2", "tokencli explain client-secret-missing"),
    )


def _proves(evidence: Evidence) -> bool:
    client, method = evidence.client, evidence.setting("auth_method")
    if method is not None and "tls" in method.value:
        return True  # the certificate is shown to the connection, not in the request
    if client.method in {"", "none"}:
        return False
    return client.secret is None or client.secret.length > 0


def _fact(evidence: Evidence, *, wants: bool) -> str:
    if evidence.grant_type == CLIENT_CREDENTIALS:
        return "client credentials are for clients that prove who they are (RFC 6749 section 4.4)"
    if wants:
        listed = ", ".join(evidence.auth_methods or ()) or "no method at all"
        return f"the server's metadata lists {listed}, not none"
    return "a client that is not registered as public must authenticate (RFC 6749 section 3.2.1)"
