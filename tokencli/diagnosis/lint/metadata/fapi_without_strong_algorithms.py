"""A server for FAPI lists no algorithm that FAPI allows.

Means:
    FAPI 2.0 knows PS256, ES256 and Ed25519 (or EdDSA with that curve).

Seen by:
    The lists of algorithms for client assertions and for ID tokens that are there; only with `--for fapi`.

Do:
    Offer one of them.

See:
    FAPI 2.0 Security Profile section 5.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen

_ALLOWED = frozenset({"PS256", "ES256", "EdDSA", "Ed25519"})
_LISTS = ("token_endpoint_auth_signing_alg_values_supported", "id_token_signing_alg_values_supported")


def look(server: ServerSeen) -> Iterator[Concern]:
    """Lists without one of these algorithms."""
    # FAPI 2.0 Security Profile section 5.4: PS256, ES256, or EdDSA (using the Ed25519 variant).
    found = [name for name in _LISTS if (listed := server.listed(name)) is not None and not set(listed) & _ALLOWED]
    if found:
        yield Concern(
            "no algorithm that FAPI allows is listed",
            "FAPI 2.0 takes PS256, ES256 and Ed25519 alone",
            "offer one of them",
            tuple(server.place(name) for name in found),
        )
