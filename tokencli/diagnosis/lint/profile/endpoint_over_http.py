"""The profile asks a server on another machine over http.

Means:
    Codes, tokens and secrets can be read and changed on the way. On this machine http is fine.

Seen by:
    The URLs in the profile, and `allow_http`.

Do:
    Name the server with https.

See:
    RFC 6749 sections 3.1.2.1 and 3.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who
from tokencli.wire.loopback import leaves_in_the_clear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """URLs of the server with http."""
    # RFC 6749 section 3.2: the authorization server MUST require the use of TLS when sending requests to the token endpoint.
    found = [name for name, url in profile.urls() if leaves_in_the_clear(url)]
    if found:
        yield Concern(
            "the profile asks a server on another machine over http",
            "what is sent can be read and changed on the way",
            "name the server with https, and take allow_http out",
            profile.place(*found, "allow_http"),
            Who.YOU,
        )
