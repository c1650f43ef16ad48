"""The server takes client assertions and does not say with which algorithms.

Means:
    Clients have to guess, and a wrong guess is only an invalid_client.

Seen by:
    A list of methods with `private_key_jwt` or `client_secret_jwt`, and no list of algorithms beside it.

Do:
    List the algorithms in the member of the same endpoint.

See:
    RFC 8414 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.profile_seen import JWT_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen

_ENDPOINTS = ("token", "revocation", "introspection")


def look(server: ServerSeen) -> Iterator[Concern]:
    """Endpoints whose methods need algorithms that are not listed."""
    found = [one for one in _ENDPOINTS if _lacks_algorithms(server, one)]
    if found:
        yield Concern(
            "the server takes client assertions and does not list their algorithms",
            "the list must be there where private_key_jwt or client_secret_jwt is",
            f"add {', '.join(f'{one}_endpoint_auth_signing_alg_values_supported' for one in found)}",
            tuple(server.place(f"{one}_endpoint_auth_methods_supported") for one in found),
        )


def _lacks_algorithms(server: ServerSeen, endpoint: str) -> bool:
    # RFC 8414 section 2: this metadata entry MUST be present if either of these authentication methods are specified.
    methods = set(server.listed(f"{endpoint}_endpoint_auth_methods_supported") or ())
    return (
        bool(methods & JWT_METHODS) and f"{endpoint}_endpoint_auth_signing_alg_values_supported" not in server.members
    )
