"""The keys of the server cannot be fetched.

Means:
    Without them no client can check what the server signs.

Seen by:
    A request to `jwks_uri`.

Do:
    Correct `jwks_uri`, or what stands there.

See:
    OpenID Connect Discovery section 3, RFC 7517 section 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """A set of keys that did not come."""
    if server.keys_problem:
        yield Concern(
            "the keys of the server could not be fetched",
            server.keys_problem,
            "correct jwks_uri, or what is served there",
            (server.place("jwks_uri"),),
        )
