"""The client secret is too short for the MAC that is made with it.

Means:
    A MAC is as strong as its key: HS256 needs 32 octets, HS384 48, HS512 64.

Seen by:
    `client_secret` with client_secret_jwt, where its reference can be read without asking anybody, and `alg`.

Do:
    Have a longer secret made, or use a key pair.

See:
    RFC 7518 section 3.2, OpenID Connect Core section 10.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen

_OCTETS = {"HS256": 32, "HS384": 48, "HS512": 64}  # RFC 7518 section 3.2


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A secret shorter than what the MAC puts out."""
    facts = profile.facts.get("client_secret")
    # RFC 7518 section 3.2: a key of the same size as the hash output or larger MUST be used with this algorithm.
    needed = _OCTETS.get(str(profile.get("alg") or "HS256"), 0)
    if profile.auth_method == "client_secret_jwt" and facts is not None and facts.octets < needed:
        yield Concern(
            f"the client secret has {facts.octets} octets, and the MAC needs {needed}",
            "a key for a MAC is as long as the MAC at least",
            "have a longer secret made, or use private-key-jwt",
            profile.place("client_secret", "alg"),
            Who.APP_OWNER,
        )
