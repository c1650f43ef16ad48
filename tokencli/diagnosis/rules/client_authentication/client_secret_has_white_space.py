"""The client secret begins or ends with white space, or has some inside.

Means:
    A line end or a blank came along when the secret was copied, written to a file or put into a variable. The server
    compares every character.

Seen by:
    A refused client whose secret has white space at an edge or inside. In a Basic header a plus sign stands for a blank.

Do:
    Take the white space away. `file:`, `cmd:` and `stdin:` drop one line end by themselves, variables drop nothing.

See:
    RFC 6749 section 2.3.1, RFC 6749 appendix B
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_HEADER = r"authorization header|basic (?:auth|header|credential)"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client whose secret has white space."""
    place = _place(evidence)
    # oidc-provider calls credentials that it cannot read invalid_request.
    unread = evidence.error == "invalid_request" and says(evidence, _HEADER)
    if not (evidence.client_refused or evidence.unjudged or unread) or not place:
        return
    secret = evidence.setting("client_secret")
    origin = f", from {secret.value} ({secret.origin})" if secret else ""
    yield Finding(
        name="client-secret-has-white-space",
        confidence=likely_if(place == "at an edge"),
        what=f"the client secret has white space {place}",
        why=because("the server compares every character, and secrets that servers make have no white space", evidence),
        help="take the white space away where the secret is kept; a line end comes along easily when it is copied",
        where=(Pointer(request_name(evidence), "client_secret", f"white space {place}{origin}"),),
        see=("RFC 6749 section 2.3.1", "tokencli explain client-secret-has-white-space"),
    )


def _place(evidence: Evidence) -> str:
    client, encoding = evidence.client, evidence.setting("basic_encoding")
    sent_raw = encoding is not None and encoding.value == "raw"
    secret = client.raw_secret if sent_raw else client.secret
    if secret is None:
        return ""
    if "edge-space" in secret.marks:
        return "at an edge"
    if client.raw_secret is None or sent_raw:
        return "inside" if "inner-space" in secret.marks else ""
    # RFC 6749 appendix B: a space is written as "+". A run of our own encodes; elsewhere that sign may stand for itself.
    encoded = bool(evidence.settings) or "percent" in client.raw_secret.marks
    spaces = {"plus"} if encoded else {"inner-space"}
    return "inside" if spaces & client.raw_secret.marks else ""
