"""One client secret is used at several servers.

Means:
    What was registered at one authorization server must not be used at another: each of them could be this client at the
    other.

Seen by:
    Profiles at different issuers with the same `client_id` and the same literal, file or keyring entry as `client_secret`;
    only with `--for mcp`.

Do:
    Register the client at each server, with a secret of its own.

See:
    Model Context Protocol authorization, RFC 9700 section 4.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen

_KEPT = frozenset({"literal", "file", "keyring"})


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A secret that another profile uses elsewhere."""
    stated = profile.settings.get("client_secret")
    shared = [one for one in profile.at_other_servers if _same_client(profile, one)]
    # Model Context Protocol authorization: client credentials MUST NOT be reused at another authorization server.
    # What a variable, a command or a person hands out may be another secret each time.
    if stated is not None and stated.scheme in _KEPT and shared:
        yield Concern(
            f"the client secret is used at the server of profile {shared[0].name} too",
            "credentials belong to the server that they were registered at",
            "register the client at each server, with a secret of its own",
            (*profile.place("client_secret"), *shared[0].place("client_secret")),
            Who.APP_OWNER,
        )


def _same_client(one: ProfileSeen, other: ProfileSeen) -> bool:
    return all(
        one.get(name) is not None and one.get(name) == other.get(name) for name in ("client_id", "client_secret")
    )
