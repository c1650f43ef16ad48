"""A server for FAPI has no endpoint for pushed authorization requests.

Means:
    FAPI 2.0 lets clients begin a sign-in by a pushed request alone.

Seen by:
    `pushed_authorization_request_endpoint`; only with `--for fapi`.

Do:
    Support pushed authorization requests and name the endpoint.

See:
    FAPI 2.0 Security Profile section 5.3.2, RFC 9126 section 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Metadata without the endpoint."""
    # FAPI 2.0 Security Profile section 5.3.2: authorization servers support client-authenticated pushed authorization requests.
    if "pushed_authorization_request_endpoint" not in server.members:
        yield Concern(
            "there is no endpoint for pushed authorization requests",
            "FAPI 2.0 takes no other authorization requests",
            "support them, and name pushed_authorization_request_endpoint",
            (server.place("pushed_authorization_request_endpoint"),),
        )
