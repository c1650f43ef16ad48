"""The redirect URI says localhost.

Means:
    The name may lead to another interface, or elsewhere, and servers need not allow any port for it. 127.0.0.1 and [::1]
    have neither problem. Some servers take localhost alone: then silence this.

Seen by:
    `redirect_uri`.

Do:
    Register and use http://127.0.0.1/callback.

See:
    RFC 8252 section 8.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who
from tokencli.wire.message import is_http_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """Localhost as the host of an http redirect URI."""
    uri = str(profile.get("redirect_uri") or "")
    # RFC 8252 section 8.3: the use of "localhost" is NOT RECOMMENDED.
    if is_http_url(uri) and urlsplit(uri).scheme == "http" and urlsplit(uri).hostname == "localhost":
        yield Concern(
            "the redirect URI says localhost",
            "the name may lead elsewhere, and servers need not allow every port for it",
            "register and use 127.0.0.1; if this server takes localhost alone, silence this",
            profile.place("redirect_uri"),
            Who.APP_OWNER,
        )
