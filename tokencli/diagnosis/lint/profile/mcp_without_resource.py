"""A profile for the Model Context Protocol does not say which resource the token is for.

Means:
    Clients send `resource` with the authorization and the token request, whether the server knows it or not, so that the
    token is good for one server alone.

Seen by:
    `resource`; only with `--for mcp`.

Do:
    Set resource to the URL of the server, without a final slash.

See:
    Model Context Protocol authorization, RFC 8707 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A profile without a resource."""
    # Model Context Protocol authorization: clients MUST send resource in authorization requests and token requests.
    if not profile.get("resource"):
        yield Concern(
            "the profile does not say which resource the token is for",
            "clients of the Model Context Protocol must send resource",
            "set resource to the URL of the server",
            profile.place("grant", "issuer"),
            Who.YOU,
        )
