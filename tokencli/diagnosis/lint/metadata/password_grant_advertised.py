"""The server offers the password grant.

Means:
    Whatever uses it sees the person's password, and no second factor, passkey or consent can come between.

Seen by:
    `grant_types_supported`.

Do:
    Move its users to the authorization code, device code or client credentials grant, then switch it off.

See:
    RFC 9700 section 2.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Password among the grants."""
    # RFC 9700 section 2.4: the resource owner password credentials grant MUST NOT be used.
    if "password" in server.grant_types:
        yield Concern(
            "the server offers the password grant",
            "it must not be used any more: it shows passwords to clients and leaves no room for a second factor",
            "move its users to another grant, then switch it off",
            (server.among("grant_types_supported", "password"),),
        )
