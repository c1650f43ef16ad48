"""The client authenticates with a SAML assertion.

Means:
    RFC 10070 ends this for new applications: the audience of such assertions is not bound to one server.

Seen by:
    `param` with the `client_assertion_type` of SAML.

Do:
    Use private-key-jwt. SAML as a grant, saml2-bearer, is not meant.

See:
    RFC 10070, RFC 7522 section 2.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.oauth.identifiers import CLIENT_ASSERTION_SAML
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A client assertion of the type SAML."""
    # RFC 10070: SAML assertions MUST NOT be used for client authentication by new applications.
    if ("client_assertion_type", CLIENT_ASSERTION_SAML) in (profile.get("param") or ()):
        yield Concern(
            "the client authenticates with a SAML assertion",
            "that must not be used for new applications any more",
            "use private-key-jwt",
            profile.place("param"),
            Who.YOU,
        )
