"""Client assertions have another type than RFC 10070 gives them.

Means:
    The type keeps an assertion from being taken for another JWT. Servers are advised to take untyped ones still; some older
    ones refuse the type: then silence this.

Seen by:
    `assertion_typ` with client_secret_jwt or private_key_jwt.

Do:
    Take the setting out, and see whether the server takes the assertion.

See:
    RFC 10070
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.profile_seen import JWT_METHODS
from tokencli.oauth.client_assertion import TYPE
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A type other than client-authentication+jwt."""
    typ = profile.get("assertion_typ")
    # RFC 10070: clients are REQUIRED to type their assertions explicitly.
    if profile.auth_method in JWT_METHODS and typ is not None and typ != TYPE:
        yield Concern(
            f"client assertions are not typed {TYPE}",
            "the type keeps an assertion from being taken for another JWT",
            "take assertion_typ out; if the server refuses the client then, silence this",
            profile.place("assertion_typ"),
            Who.YOU,
        )
