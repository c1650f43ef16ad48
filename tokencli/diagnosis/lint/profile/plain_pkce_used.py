"""The profile uses the PKCE method plain.

Means:
    With plain the challenge is the verifier: whoever reads the authorization request can spend the code.

Seen by:
    `pkce`.

Do:
    Take the setting out: S256 is the default.

See:
    RFC 7636 section 4.2, RFC 9700 section 2.1.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """The method plain."""
    # RFC 7636 section 4.2: if the client is capable of using "S256", it MUST use "S256".
    if profile.may_ask_for_codes and profile.get("pkce") == "plain":
        yield Concern(
            "the profile uses the PKCE method plain",
            "plain shows the verifier in the authorization request; a client that can do S256 must use it",
            "take pkce out of the profile; the default is S256",
            profile.place("pkce"),
            Who.YOU,
        )
