"""Clients can authenticate with shared secrets alone.

Means:
    A secret that two sides know can leak from either. With a key pair or a certificate the server holds nothing that is
    worth stealing.

Seen by:
    `token_endpoint_auth_methods_supported`; absent, it means `client_secret_basic`.

Do:
    Offer `private_key_jwt` or mutual TLS besides.

See:
    RFC 9700 section 2.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.profile_seen import SECRET_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Methods that all need a secret on both sides."""
    methods = set(server.auth_methods) - {"none"}
    # RFC 9700 section 2.5: it is RECOMMENDED to use asymmetric cryptography for client authentication.
    if methods and methods <= SECRET_METHODS:
        yield Concern(
            "clients can authenticate with shared secrets alone",
            "asymmetric methods are recommended: the server then keeps no secret of the client",
            "offer private_key_jwt or tls_client_auth besides",
            (server.place("token_endpoint_auth_methods_supported"),),
        )
