"""The request does not say which client it comes from.

Means:
    A server must know the client: by `client_id` in the form, or by the Authorization header, or by an assertion. A
    variable that is empty, or a form that did not arrive as a form, leaves it out.

Seen by:
    A refused request in which no client is named.

Do:
    Give `--client-id`.

See:
    RFC 6749 section 3.2.1, RFC 6749 section 4.1.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import MISSING, because, request_name, says
from tokencli.oauth.identifiers import JWT_BEARER, SAML2_BEARER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_NAMED = r"client.?id|client.{0,3}identifier|client credentials"
# RFC 7521 section 4.1: the client_id is unnecessary where an assertion is the grant.
_WITHOUT_A_CLIENT = frozenset({JWT_BEARER, SAML2_BEARER})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused request that names no client."""
    named = says(evidence, _NAMED)
    missing = named and says(evidence, MISSING)
    in_question = evidence.client_refused or evidence.error == "invalid_request" or named or evidence.unjudged
    if not in_question or not _nameless(evidence) or not (evidence.request_whole or missing):
        return
    if evidence.grant_type in _WITHOUT_A_CLIENT and not named:
        return
    yield Finding(
        name="client-id-missing",
        confidence=Confidence.CERTAIN if missing or (named and _header_seen(evidence)) else Confidence.LIKELY,
        what="the request does not say which client it comes from",
        why=because("neither the form nor the Authorization header names a client", evidence),
        help="give the client's id with --client-id",
        where=(Pointer(request_name(evidence), "client_id", "missing"),),
        see=("RFC 6749 section 3.2.1", "tokencli explain client-id-missing"),
    )


def _header_seen(evidence: Evidence) -> bool:
    # A browser leaves Authorization out of what it exports; a run of our own leaves nothing out.
    return bool(evidence.settings) or (evidence.request is not None and bool(evidence.request.header("authorization")))


def _nameless(evidence: Evidence) -> bool:
    client = evidence.client
    if not evidence.in_question or not evidence.form or client.client_id:
        return False
    # A Basic header that cannot be read may well hold an id; one that holds a secret alone does not.
    return client.method in {"", "client_secret_post"} or client.secret is not None
