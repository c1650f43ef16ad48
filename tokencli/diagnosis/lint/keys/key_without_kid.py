"""Several published keys are of one type, and not all have a name.

Means:
    A client that gets a token cannot tell which of them signed it, and must try them or give up. That hurts most when keys
    are changed.

Seen by:
    Keys of one `kty` without `kid`.

Do:
    Give each key a `kid`, and name it in what it signs.

See:
    OpenID Connect Core section 10.1, RFC 7517 section 4.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Keys of the same type without a name."""
    kinds = [str(key.get("kty")) for key in server.keys]
    # OpenID Connect Core section 10.1: if there are multiple keys in the referenced JWK Set document, a kid value MUST be
    # provided in the JOSE Header.
    nameless = [at for at, key in enumerate(server.keys) if "kid" not in key and kinds.count(str(key.get("kty"))) > 1]
    if nameless:
        yield Concern(
            "several keys are of one type, and not all have a kid",
            "a client cannot tell which of them signed a token",
            "give each key a kid, and name it in what is signed",
            tuple(Pointer("keys", f"keys.{at}", f"kty {kinds[at]}, no kid") for at in nameless),
        )
