"""The profile uses the password grant.

Means:
    This program sees the person's password, and no second factor, passkey or consent can come between. OAuth 2.1 has no
    such grant any more.

Seen by:
    `grant` of the profile.

Do:
    Use the grant authorization-code, device-code, or client-credentials where no person is meant.

See:
    RFC 9700 section 2.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """The password grant."""
    # RFC 9700 section 2.4: the resource owner password credentials grant MUST NOT be used.
    if profile.grant == "password":
        yield Concern(
            "the profile uses the password grant",
            "it must not be used any more: it shows the password to this program and leaves no room for a second factor",
            "use authorization-code or device-code; client-credentials where no person is meant",
            profile.place("grant"),
            Who.YOU,
        )
