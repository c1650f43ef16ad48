"""The request went to a URL that is not the endpoint.

Means:
    Nothing is there, another method is wanted there, or the URL leads elsewhere. Often the authorization endpoint, the
    issuer or the metadata URL was given as the token endpoint, or a realm, tenant or version is missing from the path.

Seen by:
    Status 404 or 405 or a redirect, an unreadable answer from a path that looks like another endpoint, or a URL that the
    metadata gives another name.

Do:
    Take the endpoint from the metadata: give `--issuer`, or copy `token_endpoint` from `tokencli discover`.

See:
    RFC 6749 section 3.2, RFC 8414 section 2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import answer_name, because, request_name
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_ENDPOINTS = {
    Purpose.DEVICE_AUTHORIZATION: "device_authorization_endpoint",
    Purpose.BACKCHANNEL_AUTHENTICATION: "backchannel_authentication_endpoint",
    Purpose.PUSHED_AUTHORIZATION: "pushed_authorization_request_endpoint",
    Purpose.INTROSPECTION: "introspection_endpoint",
    Purpose.REVOCATION: "revocation_endpoint",
}
_NOTHING_THERE = frozenset({404, 405, 410})
_REDIRECTION = range(300, 400)
_AUTHORIZATION_PATH = re.compile(r"/(authorize|authorise|auth|authorization|login|signin)/?$", re.IGNORECASE)


def look(evidence: Evidence) -> Iterator[Finding]:
    """An answer from a URL that is not the endpoint."""
    if not _of_no_endpoint(evidence) or evidence.request is None or evidence.request.method != "POST":
        return
    another, certain = _another(evidence)
    if not another and evidence.status not in _NOTHING_THERE and evidence.status not in _REDIRECTION:
        return
    yield Finding(
        name="wrong-endpoint",
        confidence=Confidence.CERTAIN if certain else Confidence.LIKELY,
        what="the URL that was asked is not the endpoint",
        why=because("; ".join(part for part in (another, _status(evidence)) if part), evidence),
        help=_help(evidence),
        where=(Pointer(request_name(evidence), "url", _bare(evidence.request.url)), *_location(evidence)),
        see=("RFC 6749 section 3.2", "RFC 8414 section 2", "tokencli explain wrong-endpoint"),
    )


def _of_no_endpoint(evidence: Evidence) -> bool:
    """Whether the answer is none of the protocol: not even its error code is."""
    if evidence.refusal is not None:
        return evidence.status in _NOTHING_THERE and evidence.error not in REGISTERED_ERRORS
    return evidence.unrecognised is not None


def _another(evidence: Evidence) -> tuple[str, bool]:
    """What the URL is instead, and whether that is sure."""
    url = _bare(evidence.request.url) if evidence.request else ""
    if "/.well-known/" in url:
        return "it is the URL of a metadata document", True
    setting = evidence.setting("issuer")
    issuers = {str(evidence.metadata.get("issuer", "")), setting.value if setting else ""} - {""}
    if url.rstrip("/") in {issuer.rstrip("/") for issuer in issuers}:
        return "it is the issuer, not one of its endpoints", True
    if url == evidence.metadata.get("authorization_endpoint"):
        return "it is the authorization endpoint, which is for browsers", True
    if url != _named(evidence) and _AUTHORIZATION_PATH.search(evidence.endpoint_path):
        return "its path is that of an authorization endpoint, which is for browsers", False
    return "", False


def _status(evidence: Evidence) -> str:
    if evidence.status in _REDIRECTION:
        return f"the server answered with a redirect, status {evidence.status}, which is not followed with credentials"
    return f"the server answered with status {evidence.status}"


def _help(evidence: Evidence) -> str:
    named = _named(evidence)
    if named and evidence.request and named != _bare(evidence.request.url):
        return f"the metadata names this one:  {named}"
    return "take the endpoint from the metadata: give --issuer, or look with tokencli discover"


def _named(evidence: Evidence) -> str:
    purpose = evidence.last.purpose if evidence.last else Purpose.TOKEN
    named = evidence.metadata.get(_ENDPOINTS.get(purpose, "token_endpoint"), "")
    return named if isinstance(named, str) else ""


def _location(evidence: Evidence) -> tuple[Pointer, ...]:
    location = evidence.response.header("location") if evidence.response else None
    return (Pointer(answer_name(evidence), "Location", _bare(location)),) if location else ()


def _bare(url: str) -> str:
    """The URL without user, query and fragment, in which secrets may stand."""
    return re.sub(r"(?<=://)[^/]*@", "", re.split(r"[?#]", url)[0])
