"""The metadata does not list the grants.

Means:
    Absent means authorization code and implicit, which is seldom what is true: clients cannot find the others, and take it
    that the implicit grant is there.

Seen by:
    `grant_types_supported` is absent.

Do:
    List the grants that are there.

See:
    RFC 8414 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Metadata without a list of grants."""
    # RFC 8414 section 2: if omitted, the default value is "["authorization_code", "implicit"]".
    if "grant_types_supported" not in server.members:
        yield Concern(
            "the metadata does not list the grants",
            "without the list, authorization_code and implicit are taken for granted",
            "list the grants in grant_types_supported",
            (server.place("grant_types_supported"),),
        )
