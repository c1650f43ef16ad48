"""The documents by the two rules of discovery name different endpoints.

Means:
    One server publishes its metadata as OpenID Connect wants it and as RFC 8414 does. Which endpoints a client uses depends
    on which it reads first. Mostly one of the documents is left over from an older release, or written by a proxy.

Seen by:
    The members `issuer`, `jwks_uri` and those that end in `_endpoint`, where both documents have them.

Do:
    Make both from one source.

See:
    RFC 8414 sections 3.3 and 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.server_seen import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Members that both documents have, with different values."""
    # RFC 8414 section 5: the two ways are for the same metadata; that they agree is what clients rely on.
    names = [name for name in server.other if name in server.members and _leads_somewhere(name)]
    differing = [name for name in names if server.members[name] != server.other[name]]
    if differing:
        yield Concern(
            f"two metadata documents of one issuer differ in {', '.join(differing)}",
            "which endpoints and keys a client uses then depends on the document it reads first",
            f"make both from one source; the other document is {server.other_url}",
            tuple(
                place
                for name in differing
                for place in (server.place(name), Pointer("other metadata", name, shown(server.other[name])))
            ),
        )


def _leads_somewhere(name: str) -> bool:
    return name in {"issuer", "jwks_uri"} or name.endswith("_endpoint")
