"""An endpoint has a fragment.

Means:
    What stands behind `#` never reaches a server, and breaks how clients add parameters.

Seen by:
    The members whose names end in `_endpoint`, `jwks_uri`, and what stands in `mtls_endpoint_aliases`.

Do:
    Take the fragment out.

See:
    RFC 6749 sections 3.1 and 3.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Endpoints with a fragment."""
    # RFC 6749 sections 3.1 and 3.2: the endpoint URI MUST NOT include a fragment component.
    marked = [(name, url) for name, url in server.endpoints() if "#" in url]
    if marked:
        yield Concern(
            "an endpoint has a fragment",
            "endpoint URLs have none: it never reaches the server",
            "take out what begins with #",
            tuple(server.place(name, url) for name, url in marked),
        )
