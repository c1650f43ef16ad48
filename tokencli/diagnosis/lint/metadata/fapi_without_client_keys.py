"""A server for FAPI offers no client authentication that FAPI allows.

Means:
    FAPI 2.0 knows `private_key_jwt` and mutual TLS.

Seen by:
    `token_endpoint_auth_methods_supported`; only with `--for fapi`.

Do:
    Offer one of them.

See:
    FAPI 2.0 Security Profile section 5.3.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.profile_seen import TLS_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Methods without keys of the client's own."""
    # FAPI 2.0 Security Profile section 5.3.2: authenticate clients by mutual TLS or private_key_jwt.
    if not set(server.auth_methods) & {"private_key_jwt", *TLS_METHODS}:
        yield Concern(
            "no client authentication that FAPI allows is offered",
            "FAPI 2.0 takes private_key_jwt and mutual TLS alone",
            "offer private_key_jwt or tls_client_auth",
            (server.place("token_endpoint_auth_methods_supported"),),
        )
