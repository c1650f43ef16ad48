"""The issuer has a query or a fragment.

Means:
    An issuer is a URL without these. Clients make the address of the metadata from it, and leave out or misplace what comes
    behind `?` or `#`.

Seen by:
    The member `issuer` of the metadata.

Do:
    Give each tenant an issuer of its own in host or path.

See:
    RFC 8414 section 2, OpenID Connect Discovery section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """A query or fragment in the issuer."""
    named = server.members.get("issuer")
    # RFC 8414 section 2: a URL that uses the "https" scheme and has no query or fragment components.
    if isinstance(named, str) and ("?" in named or "#" in named):
        yield Concern(
            "the issuer has a query or a fragment",
            "an issuer has neither, since the address of the metadata is made from it",
            "name the tenant in the host or the path of the issuer",
            (server.place("issuer"),),
        )
