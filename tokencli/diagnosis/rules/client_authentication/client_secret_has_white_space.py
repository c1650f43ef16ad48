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
from tokencli.diagnosis.wording import because, likely_if, request_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client whose secret has white space."""
    place = _place(evidence)
    if not (evidence.client_refused or evidence.unjudged) or not place:
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
    # RFC 6749 appendix B: a space is written as "+". Where the header was redacted, only that sign is left to see.
    plus = client.raw_secret is not None and "plus" in client.raw_secret.marks and not sent_raw
    return "inside" if plus or "inner-space" in secret.marks else ""
