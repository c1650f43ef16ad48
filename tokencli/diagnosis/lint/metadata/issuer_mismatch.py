"""The metadata names another issuer than the one it was fetched for.

Means:
    Every server has one issuer identifier, compared letter for letter. Clients that compare, as they must, cannot use this
    document.

Seen by:
    The member `issuer` beside the issuer that was asked for. A final slash counts, unless the URL of the document itself
    was given.

Do:
    If the document is the right server's, ask for the issuer exactly as it says. Else the server's administrator corrects
    its public URL.

See:
    RFC 8414 section 3.3, OpenID Connect Discovery section 4.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """An issuer other than the one that was asked for."""
    named = str(server.members.get("issuer", ""))
    # RFC 8414 section 3.3: the issuer value returned MUST be identical to the issuer identifier value that was used to create
    # the URL. The URL of a document cannot tell a final slash.
    same = named == server.asked if server.exact else named.rstrip("/") == server.asked.rstrip("/")
    if not same:
        yield Concern(
            "the metadata names another issuer than the one it was fetched for",
            "the two must be identical, else the metadata must not be used",
            f"if this is the server you mean, ask for it by its own name: {named}; else correct the server's public URL",
            (Pointer("metadata request", "issuer", server.asked), server.place("issuer")),
        )
