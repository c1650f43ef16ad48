"""The profile switches PKCE off, and only the nonce binds the code to the run.

Means:
    The nonce shows an injected code when the ID token is checked; PKCE lets the server refuse it.

Seen by:
    `pkce` is none; the client is confidential and asks for the scope openid.

Do:
    Take the setting out: S256 is the default, and both together do no harm.

See:
    RFC 9700 section 2.1.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """PKCE switched off where a nonce is sent."""
    # RFC 9700 section 2.1.1: for confidential clients, the use of PKCE is RECOMMENDED.
    if profile.without_pkce and not profile.is_public and profile.sends_nonce:
        yield Concern(
            "the profile switches PKCE off, and only the nonce protects the code",
            "PKCE is recommended for confidential clients too",
            "take pkce out of the profile; the default is S256",
            profile.place("pkce"),
            Who.YOU,
        )
