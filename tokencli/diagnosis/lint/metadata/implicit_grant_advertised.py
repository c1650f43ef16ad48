"""The server lists the implicit grant.

Means:
    Access tokens then travel through the browser, in its address line, where they leak into history, logs and referrers.

Seen by:
    `grant_types_supported`, where the server gives it.

Do:
    Move its users to the authorization code grant with PKCE, then switch it off.

See:
    RFC 9700 section 2.1.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Implicit among the listed grants."""
    # RFC 9700 section 2.1.2: clients SHOULD NOT use the implicit grant.
    if "implicit" in (server.listed("grant_types_supported") or ()):
        yield Concern(
            "the server lists the implicit grant",
            "access tokens in the authorization response leak and can be injected",
            "move its users to the authorization code grant with PKCE, then switch it off",
            (server.among("grant_types_supported", "implicit"),),
        )
