"""None of the published keys is for signatures.

Means:
    All are marked for encryption, so no client may check a signature with them.

Seen by:
    `use` of the keys.

Do:
    Publish the keys that the server signs with.

See:
    RFC 7517 section 4.2, OpenID Connect Discovery section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """A set in which every key is for encryption."""
    # RFC 7517 section 4.2: "use" identifies the intended use of the public key: "sig" or "enc".
    if server.keys and all(key.get("use") == "enc" for key in server.keys):
        yield Concern(
            "none of the published keys is for signatures",
            "all of them are marked for encryption",
            "publish the keys that the server signs with",
            (server.place("jwks_uri"),),
        )
