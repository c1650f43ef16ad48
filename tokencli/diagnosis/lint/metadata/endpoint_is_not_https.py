"""An endpoint is reached over http, on another machine.

Means:
    Codes, tokens and secrets, or the keys that tokens are checked with, can be read or changed on the way. A server on this
    machine, for trying things, is left alone.

Seen by:
    The members whose names end in `_endpoint`, `jwks_uri`, and what stands in `mtls_endpoint_aliases`.

Do:
    Name the endpoints with https. If a proxy ends TLS, set the server's public URL.

See:
    RFC 8414 section 2, RFC 6749 sections 3.1.2.1 and 3.2
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
    """Endpoints with http."""
    # RFC 6749 section 3.2: the authorization server MUST require the use of TLS when sending requests to the token endpoint.
    # RFC 8414 section 2: jwks_uri MUST use the "https" scheme.
    open_ones = [(name, url) for name, url in server.endpoints() if is_http_url(url) and leaves_in_the_clear(url)]
    if open_ones:
        yield Concern(
            "an endpoint is reached over http"
            if len(open_ones) == 1
            else f"{len(open_ones)} endpoints are reached over http",
            "endpoints must be asked over TLS; what travels over http can be read and changed",
            "name them with https; if a proxy ends TLS, set the server's public URL",
            tuple(server.place(name, url) for name, url in open_ones),
        )
