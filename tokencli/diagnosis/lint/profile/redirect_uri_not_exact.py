"""The redirect URI has a fragment, a wildcard or a user name.

Means:
    Redirect URIs are compared letter for letter, so a wildcard is either refused or, worse, taken. A fragment is forbidden,
    and what stands before `@` only misleads whoever reads it.

Seen by:
    `redirect_uri`.

Do:
    Register the full URI, and use it.

See:
    RFC 6749 section 3.1.2, RFC 9700 section 4.1.3
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
    """What makes a redirect URI less than one address."""
    uri = str(profile.get("redirect_uri") or "")
    if is_http_url(uri) and (found := _found(uri)):
        yield Concern(
            f"the redirect URI has {found}",
            "a redirect URI is one address without a fragment, and is compared letter for letter",
            "register the full URI, and use it",
            profile.place("redirect_uri"),
            Who.APP_OWNER,
        )


def _found(uri: str) -> str:
    # RFC 6749 section 3.1.2: the endpoint URI MUST NOT include a fragment component.
    if "#" in uri:
        return "a fragment"
    # RFC 9700 section 4.1.3: the authorization server compares by exact string matching, not by patterns.
    if "*" in uri:
        return "a wildcard"
    return "a user name" if urlsplit(uri).username is not None else ""
