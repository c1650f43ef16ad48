"""One key signs client assertions for several servers, and not for their issuers.

Means:
    A malicious one of these servers can name another's token endpoint as its own, and hand the assertion on to it: it then
    is the client there.

Seen by:
    Profiles with the same `client_id` and `key` at different issuers, of which this one sets `assertion_audience`.

Do:
    Take `assertion_audience` out, or use a key for each server.

See:
    RFC 10070
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A key at several servers whose assertions are not bound to an issuer."""
    shared = [one for one in profile.at_other_servers if _same_client(profile, one)]
    audience = profile.get("assertion_audience")
    # RFC 10070: an audience that is no issuer lets one server use at another what was made for it.
    if profile.auth_method == "private_key_jwt" and audience not in {None, profile.issuer} and shared:
        yield Concern(
            f"the key of this client is used at the server of profile {shared[0].name} too, and its assertions are not for the issuer",
            "one of the servers can hand the assertion on to the other",
            "take assertion_audience out, or use a key for each server",
            (*profile.place("assertion_audience", "key"), *shared[0].place("key")),
            Who.YOU,
        )


def _same_client(one: ProfileSeen, other: ProfileSeen) -> bool:
    return all(one.get(name) is not None and one.get(name) == other.get(name) for name in ("client_id", "key"))
