"""The metadata of a protected resource names another resource than the one it was fetched for.

Means:
    The two must be identical, letter for letter. Else whoever serves the document could have tokens for another resource
    sent to it, so the document must not be used.

Seen by:
    A metadata document at `/.well-known/oauth-protected-resource` whose `resource` is not what its URL was made from.

Do:
    Where the document is the right resource's, ask for it exactly as it says. Else its administrator corrects the name.

See:
    RFC 9728 section 3.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.discovered import read_resources
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A metadata document of another resource."""
    # RFC 9728 section 3.3: the resource value returned MUST be identical to the identifier that the URL was made from; if
    # these values are not identical, the data contained in the response MUST NOT be used.
    found = next(
        (one for one in read_resources(evidence) if not one.same and same(one.asked, one.named) is False), None
    )
    if found is None:
        return
    yield Finding(
        name="resource-mismatch",
        confidence=Confidence.CERTAIN,
        what="the metadata of the protected resource names another resource than the one it was fetched for",
        why="RFC 9728 section 3.3 requires identical values",
        help=f"if that is the resource you mean:  tokencli discover {found.named}",
        where=(
            Pointer("metadata request", "resource", found.asked),
            Pointer("resource metadata", "resource", found.named),
        ),
        see=("RFC 9728 section 3.3", "tokencli explain resource-mismatch"),
    )
