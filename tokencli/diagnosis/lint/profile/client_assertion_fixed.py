"""The client assertion stands in the profile.

Means:
    It is good for one request, and only for a short time. Sent twice, it is a replay.

Seen by:
    `client_assertion` is a literal.

Do:
    Give a reference that is read anew for each request, or `key`, with which a fresh one is made each time.

See:
    RFC 7523 section 3, OpenID Connect Core section 9
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """An assertion that is the same in every run."""
    stated = profile.settings.get("client_assertion")
    # OpenID Connect Core section 9: these tokens MUST only be used once, unless conditions for reuse were negotiated.
    if stated is not None and stated.scheme == "literal":
        yield Concern(
            "the client assertion stands in the profile and is the same in every run",
            "it may be used once, and ends soon",
            "give a reference to where fresh ones are, or key, with which one is made each time",
            profile.place("client_assertion"),
            Who.YOU,
        )
