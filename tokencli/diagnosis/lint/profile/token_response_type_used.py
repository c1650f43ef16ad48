"""The profile has access tokens sent through the browser.

Means:
    A response type with `token` brings the access token in the browser's address line, where it leaks into history, logs
    and referrers. OAuth 2.1 has none of these: with `--for oauth2.1` this is an error.

Seen by:
    `response_type`.

Do:
    Use the response type code.

See:
    RFC 9700 section 2.1.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A response type with token."""
    # RFC 9700 section 2.1.2: clients SHOULD NOT use response types that issue access tokens in the authorization response.
    if profile.may_ask_for_codes and "token" in str(profile.get("response_type") or "").split():
        yield Concern(
            "the profile has access tokens sent through the browser",
            "access tokens in the authorization response leak and can be injected",
            "take response_type out; the default is code",
            profile.place("response_type"),
            Who.YOU,
        )
