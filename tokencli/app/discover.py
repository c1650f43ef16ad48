"""The metadata of an issuer, fetched afresh and kept for the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.wiring import USER_AGENT
from tokencli.oauth.endpoints.discovery import Metadata, discover

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.endpoints.discovery import Discovered


def discover_metadata(url: str, wiring: Wiring) -> Discovered:
    """Asks every place where the metadata may be.

    Args:
        url: The issuer, or the URL of a metadata document.
        wiring: The parts of the run.
    """
    found: Discovered = wiring.perform(discover(url, USER_AGENT))
    if isinstance(found, Metadata):
        wiring.cache.keep(url, found)
    return found
