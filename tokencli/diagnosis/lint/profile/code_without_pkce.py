"""The profile switches PKCE off, and nothing else binds the code to the run.

Means:
    A code that leaks can be spent by whoever has it; a public client has nothing else to protect it. A confidential client
    is protected by the nonce of OpenID Connect at best.

Seen by:
    `pkce` is none, and the client is public or asks for no scope openid.

Do:
    Take the setting out: S256 is the default. If a server refuses it, that server needs the change.

See:
    RFC 9700 section 2.1.1, RFC 8252 section 6
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """PKCE switched off without a nonce in its place."""
    # RFC 9700 section 2.1.1: public clients MUST use PKCE; for confidential clients the use of PKCE is RECOMMENDED, and with
    # additional precautions the OpenID Connect nonce MAY be used instead.
    if profile.without_pkce and (profile.is_public or not profile.sends_nonce):
        yield Concern(
            "the profile switches PKCE off",
            "a code that leaks can be spent by whoever has it",
            "take pkce out of the profile; the default is S256",
            profile.place("pkce"),
            Who.YOU,
        )
