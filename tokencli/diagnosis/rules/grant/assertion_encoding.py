"""The SAML assertion is not base64url encoded as the grant wants it.

Means:
    The grant wants base64url without padding and without line ends. Standard base64 has `+`, `/` and `=`, and an unescaped
    `+` reaches the server as a blank. Many servers take both, some refuse.

Seen by:
    A refused SAML assertion whose value has such characters.

Do:
    Give the XML itself; `tokencli fetch saml2-bearer` encodes it as the specification says.

See:
    RFC 7522 section 2.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name
from tokencli.oauth.identifiers import SAML2_BEARER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_REFUSALS = frozenset({"invalid_grant", "invalid_request"})
_SEEN = {
    "equals": "the padding =",
    "plus": "+",
    "other": "/ or another character",
    "inner-space": "white space, which an unescaped + becomes",
    "edge-space": "white space at an edge",
    "percent": "%, as when it was escaped twice",
}


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused SAML assertion in another encoding."""
    assertion = evidence.facts("assertion")
    if evidence.grant_type != SAML2_BEARER or evidence.error not in _REFUSALS or assertion is None:
        return
    # RFC 7522 section 2.1: base64url; the value MUST NOT be line wrapped and pad characters ("=") MUST NOT be included.
    seen = [words for mark, words in _SEEN.items() if mark in assertion.marks]
    if not seen:
        return
    yield Finding(
        name="assertion-encoding",
        confidence=Confidence.LIKELY,
        what="the assertion is not base64url encoded without padding",
        why=because(f"RFC 7522 section 2.1 wants base64url without padding; it holds {', '.join(seen)}", evidence),
        help="give the XML itself with --assertion file:PATH; it is then encoded as the specification says",
        where=(Pointer(request_name(evidence), "assertion", f"{assertion.length} characters with {', '.join(seen)}"),),
        see=("RFC 7522 section 2.1", "tokencli explain assertion-encoding"),
    )
