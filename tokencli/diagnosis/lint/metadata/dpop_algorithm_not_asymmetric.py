"""The server lists an algorithm for DPoP proofs that is not asymmetric.

Means:
    A proof shows that its maker holds a private key. With `none` or a MAC it shows nothing.

Seen by:
    `dpop_signing_alg_values_supported`.

Do:
    List asymmetric algorithms alone, such as ES256.

See:
    RFC 9449 sections 4.2 and 5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """None or a MAC among the algorithms of proofs."""
    name = "dpop_signing_alg_values_supported"
    # RFC 9449 section 4.2: alg MUST NOT be "none" or an identifier for a symmetric algorithm (Message Authentication Code (MAC)).
    found = [alg for alg in server.listed(name) or () if alg == "none" or alg.startswith("HS")]
    if found:
        yield Concern(
            "an algorithm for DPoP proofs is not asymmetric",
            "proofs are signed with a private key; none and MACs are forbidden",
            f"take {', '.join(found)} out of {name}",
            (server.among(name, *found),),
        )
