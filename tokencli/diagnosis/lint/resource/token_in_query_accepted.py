"""The protected resource takes access tokens in the query.

Means:
    URLs stand in logs, histories and referrers, and the tokens with them.

Seen by:
    `bearer_methods_supported`.

Do:
    Take tokens in the header alone.

See:
    RFC 9700 section 4.3.2, RFC 6750 section 2.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.protected_resource_seen import ProtectedResourceSeen


def look(resource: ProtectedResourceSeen) -> Iterator[Concern]:
    """Query among the methods."""
    # RFC 9700 section 4.3.2: clients MUST NOT pass access tokens in a URI query parameter.
    if "query" in (resource.listed("bearer_methods_supported") or ()):
        yield Concern(
            "the protected resource takes access tokens in the query",
            "a token in a URL leaks into logs and histories; clients must not send it there",
            "take tokens in the Authorization header alone, and take query out of bearer_methods_supported",
            (resource.place("bearer_methods_supported"),),
        )
