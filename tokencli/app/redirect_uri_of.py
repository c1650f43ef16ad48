"""The redirect URI that a run with these settings would send, without listening for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.authorization.redirect_uri import listening

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient
    from tokencli.settings.resolve import Settings

# RFC 6335 section 6: the dynamic ports, of which the system gives a run its free one.
_FIRST_PORT, _LAST_PORT = 49152, 65535


def redirect_uri_of(settings: Settings, ambient: Ambient) -> str:
    """The redirect URI; where its port is open, with one that the system might give.

    Args:
        settings: `redirect_uri`, `listen` and `port`.
        ambient: Randomness.

    Raises:
        UsageProblem: One of them is malformed.
    """
    where = listening(settings.get("redirect_uri"), settings.get("listen"), settings.get("port") or ())
    if where is None:
        return str(settings.get("redirect_uri"))
    chance = int.from_bytes(ambient.random_octets(2), "big") % (_LAST_PORT - _FIRST_PORT)
    return where.uri(where.ports[0] or _FIRST_PORT + chance)
