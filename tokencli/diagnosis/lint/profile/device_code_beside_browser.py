"""The profile uses the device grant on a machine that has a browser.

Means:
    A person can be led to confirm somebody else's code. Where browser and program are on one machine, the authorization
    code grant with a loopback redirect does not have this problem.

Seen by:
    `grant`, and whether a browser can be opened here.

Do:
    Use authorization-code here, and keep the device grant for machines without a browser.

See:
    RFC 10027 section 6.2.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """The device grant where it is not needed."""
    # RFC 10027 section 6.2.1: cross-device flows should not be used where both sides are on the same device.
    if profile.grant == "device-code" and profile.browser:
        yield Concern(
            "the profile uses the device grant on a machine that has a browser",
            "a person can be led to confirm somebody else's code; a sign-in on the same device cannot be turned like this",
            "use authorization-code here; keep the device grant for machines without a browser",
            profile.place("grant"),
            Who.YOU,
        )
