"""The metadata is not served as application/json.

Means:
    Clients that look at the media type take it for something else.

Seen by:
    The header `Content-Type` of the answer.

Do:
    Serve the document as application/json.

See:
    RFC 8414 section 3.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Another media type than the one it must have."""
    # RFC 8414 section 3.2: return a JSON object using the "application/json" content type.
    if server.media_type != "application/json":
        yield Concern(
            "the metadata is not served as application/json",
            "the document has the media type application/json; strict clients refuse any other",
            "set the Content-Type of the document",
            (Pointer("metadata answer", "Content-Type", server.media_type or "(absent)"),),
        )
