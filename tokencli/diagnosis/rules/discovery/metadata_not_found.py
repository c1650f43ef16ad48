"""No place where the issuer's metadata may be holds a usable document.

Means:
    The issuer is written wrongly, lacks a path such as a tenant or realm, or the server has no metadata.

Seen by:
    Requests for metadata of which none was answered with a document that names an issuer.

Do:
    Compare the issuer with what the product documents, path included. For a server without metadata give
    `--token-endpoint` and the other endpoints themselves.

See:
    RFC 8414 section 3, OpenID Connect Discovery section 4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.discovered import read_discovered, read_resources
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.oauth.answer import Unrecognised, read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.message import Response

_OK = 200
_SERVER_FAILURE = 500


def look(evidence: Evidence) -> Iterator[Finding]:
    """A run that ended without metadata."""
    if evidence.last is None or evidence.last.purpose is not Purpose.METADATA or evidence.response is None:
        return
    if evidence.status >= _SERVER_FAILURE or any(read_discovered(evidence)) or any(read_resources(evidence)):
        return
    asked = [one for one in evidence.exchanges if one.purpose is Purpose.METADATA]
    yield Finding(
        name="metadata-not-found",
        confidence=Confidence.CERTAIN,
        what="no place where the issuer's metadata may be holds a usable document",
        why=f"places asked: {len(asked)}; none answered with a JSON object that names its issuer",
        help="compare the issuer with the product's documentation, path included; without metadata, give --token-endpoint",
        where=tuple(Pointer("metadata request", one.request.url, _seen(one.response)) for one in asked),
        see=("RFC 8414 section 3", "OpenID Connect Discovery section 4", "tokencli explain metadata-not-found"),
    )


def _seen(response: Response | None) -> str:
    if response is None:
        return "no answer"
    # RFC 8414 section 3.2: a successful response MUST use the 200 OK HTTP status code.
    if response.status != _OK:
        return f"status {response.status}"
    match read_members(response):
        case ErrorResponse() as refusal:
            return f"the error {refusal.error}"
        case Unrecognised() as answer:
            return f"no JSON object ({answer.kind.value})"
        case _:
            return "JSON that names no issuer"
