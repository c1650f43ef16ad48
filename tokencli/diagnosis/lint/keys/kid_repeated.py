"""Two published keys of one type have the same name.

Means:
    A client takes the first and finds every signature of the second wrong.

Seen by:
    Keys with the same `kty`, `use` and `kid`.

Do:
    Give each key a `kid` of its own; its thumbprint will do.

See:
    RFC 7517 section 4.5, RFC 7638
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Names that keys of one type and use share."""
    named = [(str(key.get("kty")), str(key.get("use", "")), str(key["kid"])) for key in server.keys if "kid" in key]
    # RFC 7517 section 4.5: when "kid" values are used within a JWK Set, different keys within the JWK Set SHOULD use distinct
    # "kid" values. Keys of different types may be equivalent alternatives.
    twice = dict.fromkeys(one for one in named if named.count(one) > 1)
    if twice:
        yield Concern(
            "two keys of one type have the same kid",
            "a client takes the first and finds the signatures of the other wrong",
            "give each key a kid of its own",
            tuple(
                Pointer("keys", "kid", f"{kid} (kty {kind}, {named.count((kind, use, kid))} times)")
                for kind, use, kid in twice
            ),
        )
