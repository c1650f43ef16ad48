"""One redirect URI serves several servers, and this one does not say which answer is its own.

Means:
    A malicious server can have the code of an honest one sent to it (mix-up). The parameter `iss` in the answer, or a
    redirect URI for each server, prevents that.

Seen by:
    Profiles for the authorization code with the same `redirect_uri` at different issuers, and metadata without
    `authorization_response_iss_parameter_supported`.

Do:
    Use a redirect URI with a path of its own for each server.

See:
    RFC 9700 sections 2.1 and 4.4.2, RFC 9207 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A redirect URI that is not this server's alone."""
    uri = profile.get("redirect_uri")
    shared = [one for one in profile.at_other_servers if one.may_ask_for_codes and one.get("redirect_uri") == uri]
    # RFC 9700 section 4.4.2: with more than one authorization server, clients MUST use the issuer in the response, or a
    # distinct redirect URI for each.
    if uri is not None and profile.may_ask_for_codes and profile.lacks_issuer_in_response and shared:
        yield Concern(
            f"the server of profile {shared[0].name} answers to the same redirect URI, and this one does not name itself in its answer",
            "an answer of one server can be taken for the other's",
            "register a redirect URI with a path of its own for each server",
            (*profile.place("redirect_uri"), *shared[0].place("redirect_uri")),
            Who.APP_OWNER,
        )
