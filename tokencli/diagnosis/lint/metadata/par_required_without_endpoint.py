"""Authorization requests must be pushed, and the metadata does not say where.

Means:
    No client can begin a sign-in.

Seen by:
    `require_pushed_authorization_requests` is true and `pushed_authorization_request_endpoint` is absent.

Do:
    Name the endpoint.

See:
    RFC 9126 section 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """A demand that cannot be met."""
    name = "pushed_authorization_request_endpoint"
    # RFC 9126 section 5: the endpoint's URL, and whether the server accepts authorization request data only via PAR.
    if server.members.get("require_pushed_authorization_requests") is True and name not in server.members:
        yield Concern(
            "authorization requests must be pushed, and no endpoint is named for that",
            "a client has nowhere to push its request to",
            f"name {name}",
            (server.place("require_pushed_authorization_requests"), server.place(name)),
        )
