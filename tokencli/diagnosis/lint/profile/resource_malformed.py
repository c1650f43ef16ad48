"""A resource is no absolute URI, or has a fragment.

Means:
    Servers refuse it, as invalid_target.

Seen by:
    `resource`.

Do:
    Write the full URI of the API, without `#`.

See:
    RFC 8707 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.oauth.common_members import is_resource_indicator
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """Resources that are no resource indicators."""
    found = [uri for uri in profile.get("resource") or () if not is_resource_indicator(uri)]
    if found:
        yield Concern(
            f"the resource {found[0]} is no absolute URI without a fragment",
            "servers compare the URI as a whole, and refuse what is none",
            "write the full URI of the API, without #",
            profile.place("resource"),
            Who.YOU,
        )
