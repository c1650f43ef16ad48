"""The client signs in at several servers, and this one does not name itself in its answers.

Means:
    `iss` in the authorization response lets the client see that an answer comes from the server that it asked.

Seen by:
    Several profiles for the authorization code at different issuers, and metadata without
    `authorization_response_iss_parameter_supported`.

Do:
    The server's administrator switches it on; the check is then made by itself.

See:
    RFC 9207 section 3, RFC 9700 section 2.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.profile_seen import CODE
from tokencli.diagnosis.server_seen import shown
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen

_NAME = "authorization_response_iss_parameter_supported"


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A server among several that does not name itself."""
    several = [one for one in profile.at_other_servers if one.grant == CODE]
    # RFC 9700 section 2.1: when an OAuth client can interact with more than one authorization server, a defense against mix-up
    # attacks is REQUIRED; clients should use the iss parameter.
    if profile.grant == CODE and profile.lacks_issuer_in_response and several:
        yield Concern(
            "the client signs in at several servers, and this one does not name itself in its answers",
            "without iss an answer of one server can be taken for the other's",
            "have the server send iss, and say so in its metadata",
            (Pointer("metadata", _NAME, shown(profile.metadata.get(_NAME))), *several[0].place("issuer")),
            Who.ADMINISTRATOR,
        )
