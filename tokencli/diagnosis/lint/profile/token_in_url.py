"""A URL in the profile carries a token in its query.

Means:
    URLs stand in logs and histories, and the token with them.

Seen by:
    The URLs in the profile whose query has `access_token` or a name like it. The value is not shown.

Do:
    Take it out; tokens are sent in the Authorization header, secrets in the form.

See:
    RFC 6750 section 5.3, RFC 9700 section 4.3.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who
from tokencli.wire import form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen

_TOKENS = frozenset({"access_token", "refresh_token", "id_token", "client_secret"})


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """URLs with a token."""
    # RFC 6750 section 5.3: bearer tokens SHOULD NOT be passed in page URLs (for example, as query string parameters).
    for name, url in profile.urls():
        if carried := _tokens(url):
            yield Concern(
                f"the {name} carries {carried[0]} in its query",
                "a URL stands in logs and histories, and the token with it",
                "take it out of the URL; tokens are sent in the Authorization header",
                (profile.settings[name].pointer(f"a URL with {carried[0]}, which is not shown"),),
                Who.YOU,
            )
            return


def _tokens(url: str) -> list[str]:
    return [name for name, _ in form.decode(urlsplit(url).query) if name.lower() in _TOKENS]
