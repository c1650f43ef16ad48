"""The redirect URI is http on another machine.

Means:
    The code comes back over http, and can be read on the way. On this machine http is fine.

Seen by:
    `redirect_uri`.

Do:
    Register an https redirect URI, or one on 127.0.0.1.

See:
    RFC 9700 section 2.6
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who
from tokencli.wire.loopback import leaves_in_the_clear
from tokencli.wire.message import is_http_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A redirect URI over http that leaves this machine."""
    uri = str(profile.get("redirect_uri") or "")
    # RFC 9700 section 2.6: clients MUST NOT use redirect URIs with the http scheme, except for native clients that use loopback.
    if is_http_url(uri) and leaves_in_the_clear(uri):
        yield Concern(
            "the redirect URI is http on another machine",
            "the authorization response must not travel unencrypted, except on this machine",
            "register an https redirect URI, or http://127.0.0.1/callback",
            profile.place("redirect_uri"),
            Who.APP_OWNER,
        )
