"""The profile names an endpoint, and the server has another one for clients with a certificate.

Means:
    The endpoint that the profile names does not ask for the certificate: the client is refused, or its token is not bound.

Seen by:
    `cert`, an endpoint in the profile, and another URL for it in `mtls_endpoint_aliases` of the metadata, where that is at
    hand.

Do:
    Take the endpoint out of the profile; the alias is then used by itself.

See:
    RFC 8705 section 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.server_seen import shown
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """Endpoints of the profile that are not those for mutual TLS."""
    aliases = profile.metadata.get("mtls_endpoint_aliases")
    known = aliases if isinstance(aliases, dict) else {}
    # RFC 8705 section 5: a client intending to do mutual TLS MUST use the alias URL of the endpoint, when present, in preference.
    bypassed = [name for name in known if profile.get(name) not in {None, known[name]}] if profile.get("cert") else []
    if bypassed:
        yield Concern(
            f"the profile names the {bypassed[0]}, and clients with a certificate have another",
            "the endpoint without mutual TLS does not ask for the certificate",
            f"take {', '.join(bypassed)} out of the profile",
            (
                *profile.place(*bypassed),
                *(Pointer("metadata", f"mtls_endpoint_aliases.{name}", shown(known[name])) for name in bypassed),
            ),
            Who.YOU,
        )
