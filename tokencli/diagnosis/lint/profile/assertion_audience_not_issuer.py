"""Client assertions are for another audience than the issuer.

Means:
    The issuer must be the only audience: an assertion for the URL of a token endpoint can be handed on by a server that
    names another's endpoint as its own. Servers that have not heard of RFC 10070 may need it: then silence this.

Seen by:
    `assertion_audience` with client_secret_jwt or private_key_jwt.

Do:
    Take the setting out, and see whether the server takes the assertion.

See:
    RFC 10070, RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.profile_seen import JWT_METHODS
from tokencli.oauth.client_assertion import TOKEN_ENDPOINT
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """An audience that is not the issuer."""
    audience = profile.get("assertion_audience")
    # RFC 10070: the issuer identifier of the authorization server MUST be the sole value of the audience.
    # The audience of an assertion at hand was decided where it was made; there it is only named.
    made_here = profile.auth_method in JWT_METHODS and profile.get("client_assertion") is None
    if made_here and audience is not None and _is_another(str(audience), profile):
        yield Concern(
            "client assertions are for another audience than the issuer",
            "the issuer must be the only audience, so that no other server can use the assertion",
            "take assertion_audience out; if the server refuses the client then, silence this",
            profile.place("assertion_audience", "issuer"),
            Who.YOU,
        )


def _is_another(audience: str, profile: ProfileSeen) -> bool:
    if audience in {TOKEN_ENDPOINT, profile.get("token_endpoint")}:
        return True
    return bool(profile.issuer) and audience != profile.issuer
