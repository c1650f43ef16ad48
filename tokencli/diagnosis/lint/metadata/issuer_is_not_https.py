"""The issuer begins with http, and is on another machine.

Means:
    The issuer identifier is a URL that uses https. Mostly a proxy ends TLS in front of the server and does not tell it. A
    server on this machine, for trying things, is left alone.

Seen by:
    The member `issuer` of the metadata.

Do:
    Set the server's public URL, or have the proxy send `X-Forwarded-Proto` or `Forwarded` and the server trust it.

See:
    RFC 8414 section 2, RFC 7239 section 5.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.wire.loopback import leaves_in_the_clear
from tokencli.wire.message import is_http_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """An issuer with http."""
    named = server.members.get("issuer")
    # RFC 8414 section 2: the issuer identifier is a URL that uses the "https" scheme.
    if isinstance(named, str) and is_http_url(named) and leaves_in_the_clear(named):
        yield Concern(
            "the issuer begins with http",
            "an issuer is a URL that uses https; over http anybody on the way can change the metadata",
            "set the server's public URL, or have its proxy send X-Forwarded-Proto and the server trust it",
            (server.place("issuer"),),
        )
