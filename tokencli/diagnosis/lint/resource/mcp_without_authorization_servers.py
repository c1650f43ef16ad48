"""The metadata of a server of the Model Context Protocol names no authorization server.

Means:
    A client cannot find out where to sign in.

Seen by:
    `authorization_servers`; only with `--for mcp`.

Do:
    Name at least one issuer.

See:
    Model Context Protocol authorization, RFC 9728 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.protected_resource_seen import ProtectedResourceSeen


def look(resource: ProtectedResourceSeen) -> Iterator[Concern]:
    """Metadata without an authorization server."""
    # Model Context Protocol authorization: authorization_servers MUST be there, with at least one authorization server.
    if not resource.listed("authorization_servers"):
        yield Concern(
            "no authorization server is named",
            "clients of the Model Context Protocol find out there where to sign in",
            "name the issuer in authorization_servers",
            (resource.place("authorization_servers"),),
        )
