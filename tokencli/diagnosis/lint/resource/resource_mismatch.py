"""The metadata of the protected resource names another resource than the one it was fetched for.

Means:
    The two must be identical, letter for letter. Else whoever serves the document could have tokens for another resource
    sent to it.

Seen by:
    The member `resource` beside the identifier that was asked for. A final slash counts, unless the URL of the document
    itself was given and the slash only ends the host.

Do:
    Ask for the resource exactly as it is named, or have its administrator correct the name.

See:
    RFC 9728 section 3.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer
from tokencli.oauth.endpoints.protected_resource import is_same_resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.protected_resource_seen import ProtectedResourceSeen


def look(resource: ProtectedResourceSeen) -> Iterator[Concern]:
    """A resource other than the one that was asked for."""
    named = str(resource.members.get("resource", ""))
    # RFC 9728 section 3.3: the resource value returned MUST be identical to the protected resource's resource identifier value
    # into which the well-known URI path suffix was inserted.
    if not is_same_resource(resource.asked, named, exact=resource.exact):
        yield Concern(
            "the metadata names another resource than the one it was fetched for",
            "the two must be identical, else the metadata must not be used",
            f"if this is the resource you mean, ask for it by its own name: {named}; else correct the name in the document",
            (Pointer("metadata request", "resource", resource.asked), resource.place("resource")),
        )
