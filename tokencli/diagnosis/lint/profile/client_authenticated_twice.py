"""The profile adds credentials of the client by hand, besides those it sends anyway.

Means:
    A request has one way in which the client shows who it is. Servers refuse two, or take the one that was not meant.

Seen by:
    `param` with `client_secret` or `client_assertion`, or `header` with Authorization, beside a client authentication.

Do:
    Keep one; `auth_method` chooses it.

See:
    RFC 6749 section 2.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen

_ADDED = {"param": {"client_secret", "client_assertion"}, "header": {"authorization"}}


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """Credentials among the added members and headers, where others are sent."""
    # RFC 6749 section 2.3: the client MUST NOT use more than one authentication method in each request.
    added = [name for name, found in _ADDED.items() if any(one[0].lower() in found for one in profile.get(name) or ())]
    if added and not profile.is_public:
        yield Concern(
            "credentials of the client are added by hand, besides those that are sent anyway",
            f"a request has one client authentication, and this one has {profile.auth_method} already",
            "keep one of them; auth_method chooses it",
            profile.place("auth_method", *added),
            Who.YOU,
        )
