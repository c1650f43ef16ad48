"""The server takes client assertions without a signature.

Means:
    Whoever knows the client's identifier could then be that client.

Seen by:
    `token_endpoint_auth_signing_alg_values_supported` and its kin for revocation and introspection.

Do:
    Take none out of the lists, and make sure that such assertions are refused.

See:
    RFC 8414 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen

_LISTS = tuple(f"{one}_endpoint_auth_signing_alg_values_supported" for one in ("token", "revocation", "introspection"))


def look(server: ServerSeen) -> Iterator[Concern]:
    """None among the algorithms of client assertions."""
    # RFC 8414 section 2: the value "none" MUST NOT be used.
    found = [name for name in _LISTS if "none" in (server.listed(name) or ())]
    if found:
        yield Concern(
            "the server lists none as an algorithm for client assertions",
            "an assertion without a signature proves nothing, and the list must not have it",
            "take none out, and refuse such assertions",
            tuple(server.among(name, "none") for name in found),
        )
