"""A well-known place of the metadata leads to another one instead of holding the document.

Means:
    A client that follows no redirects, which is prudent, finds nothing there.

Seen by:
    An answer with a redirect from one well-known place to a well-known place.

Do:
    Serve the document with status 200 at each place that clients ask.

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
    """Redirects between well-known places."""
    # RFC 8414 section 3.2: a successful response MUST use the 200 OK HTTP status code.
    for url, target in server.redirected:
        yield Concern(
            "a place of the metadata answers with a redirect",
            "a successful answer has status 200; clients need not follow a redirect",
            "serve the document itself at this place",
            (Pointer("metadata request", "url", url), Pointer("metadata answer", "Location", target)),
        )
        return
