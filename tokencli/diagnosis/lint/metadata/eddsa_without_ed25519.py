"""The server lists EdDSA, and not Ed25519.

Means:
    EdDSA does not say which curve is meant and is deprecated; Ed25519 says it.

Seen by:
    The members that end in `_signing_alg_values_supported`.

Do:
    List Ed25519 besides.

See:
    RFC 9864 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Lists with EdDSA alone."""
    # RFC 9864 section 2: the fully specified Ed25519 and Ed448 stand in for the polymorphic EdDSA, which is deprecated.
    found = [
        name for name in server.members if name.endswith("_signing_alg_values_supported") and _needs_it(server, name)
    ]
    if found:
        yield Concern(
            "EdDSA is listed without Ed25519",
            "EdDSA leaves the curve open and is deprecated",
            "list Ed25519 besides",
            tuple(server.among(name, "EdDSA") for name in found),
        )


def _needs_it(server: ServerSeen, name: str) -> bool:
    listed = server.listed(name) or ()
    return "EdDSA" in listed and "Ed25519" not in listed
