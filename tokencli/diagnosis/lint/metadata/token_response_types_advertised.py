"""The authorization endpoint hands out access tokens.

Means:
    Response types with `token` bring access tokens through the browser. `code` and `code id_token` do not.

Seen by:
    `response_types_supported`.

Do:
    Take the response types with token out of what clients may use.

See:
    RFC 9700 section 2.1.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Response types with token."""
    # RFC 9700 section 2.1.2: clients SHOULD NOT use response types that issue access tokens in the authorization response.
    found = [one for one in server.listed("response_types_supported") or () if "token" in one.split()]
    if found:
        yield Concern(
            "the authorization endpoint hands out access tokens",
            "access tokens in the authorization response leak and can be injected",
            "offer code, and code id_token where it is needed",
            (server.among("response_types_supported", *found),),
        )
