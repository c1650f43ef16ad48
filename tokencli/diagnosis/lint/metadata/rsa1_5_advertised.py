"""The server offers encryption with RSA1_5.

Means:
    This padding has been broken again and again by servers that tell, in words or in time, why they could not decrypt.

Seen by:
    The members that end in `_encryption_alg_values_supported`.

Do:
    Offer RSA-OAEP-256 or ECDH-ES instead.

See:
    RFC 8725 section 3.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """RSA1_5 among the algorithms for encryption."""
    # RFC 8725 section 3.2: avoid all RSA-PKCS1 v1.5 encryption algorithms, preferring RSAES-OAEP.
    lists = [name for name in server.members if name.endswith("_encryption_alg_values_supported")]
    found = [name for name in lists if "RSA1_5" in (server.listed(name) or ())]
    if found:
        yield Concern(
            "encryption with RSA1_5 is offered",
            "RSA-PKCS1 v1.5 encryption should be avoided: its padding is open to attack",
            "offer RSA-OAEP-256 or ECDH-ES instead",
            tuple(server.among(name, "RSA1_5") for name in found),
        )
