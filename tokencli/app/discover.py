"""The metadata of an issuer or of a protected resource, fetched afresh; an issuer's is kept for the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.wiring import USER_AGENT
from tokencli.oauth.endpoints.discovery import Metadata, NotFound, discover

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.endpoints.discovery import Discovered
    from tokencli.oauth.endpoints.protected_resource import ResourceMetadata, ResourceMismatch


def discover_metadata(url: str, wiring: Wiring) -> Discovered:
    """Asks every place where the metadata of an issuer may be.

    Args:
        url: The issuer, or the URL of a metadata document.
        wiring: The parts of the run.
    """
    found: Discovered = wiring.perform(discover(url, USER_AGENT))
    if isinstance(found, Metadata):
        wiring.cache.keep(url, found)
    return found


def discover_any(url: str, wiring: Wiring) -> Discovered | ResourceMetadata | ResourceMismatch:
    """Asks the places of an issuer; where none has a document, that of a protected resource (RFC 9728).

    Args:
        url: The issuer, the resource identifier, or the URL of a metadata document.
        wiring: The parts of the run.
    """
    from tokencli.oauth.endpoints.protected_resource import RESOURCE_SUFFIX, discover_resource

    if RESOURCE_SUFFIX in url:
        alone: Discovered | ResourceMetadata | ResourceMismatch = wiring.perform(discover_resource(url, USER_AGENT))
        return alone
    found = discover_metadata(url, wiring)
    if not isinstance(found, NotFound) or "/.well-known/" in url:
        return found
    resource: Discovered | ResourceMetadata | ResourceMismatch = wiring.perform(discover_resource(url, USER_AGENT))
    return NotFound(url, (*found.tried, *resource.tried), found.last) if isinstance(resource, NotFound) else resource
