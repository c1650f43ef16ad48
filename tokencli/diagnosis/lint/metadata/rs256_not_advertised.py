"""An OpenID provider does not list RS256 for ID tokens.

Means:
    Every OpenID provider knows RS256, so that any client can check its ID tokens. FAPI forbids it: with `--for fapi`
    nothing is said.

Seen by:
    `id_token_signing_alg_values_supported` of a document of OpenID Connect.

Do:
    List RS256, and give it to the clients that need it.

See:
    OpenID Connect Discovery section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.server_seen import FAPI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """A list of algorithms that is absent or lacks RS256."""
    name = "id_token_signing_alg_values_supported"
    # OpenID Connect Discovery section 3: REQUIRED; the algorithm RS256 MUST be included.
    if server.is_openid_provider and FAPI not in server.standards and "RS256" not in (server.listed(name) or ()):
        yield Concern(
            "RS256 is not among the algorithms of ID tokens",
            "OpenID Connect requires the list, and RS256 in it; clients that know no other algorithm have none to check with",
            f"list RS256 in {name}, or add --for fapi where this is a server for FAPI alone",
            (server.place(name),),
        )
