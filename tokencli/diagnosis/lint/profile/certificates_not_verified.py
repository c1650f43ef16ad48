"""The profile does not verify the server's certificate.

Means:
    Whoever is on the way can pose as the server and take secrets and tokens.

Seen by:
    `insecure_skip_tls_verify` is true.

Do:
    Name the authority of the server with `ca_cert` instead.

See:
    RFC 6749 section 10.9, RFC 9110 section 4.3.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """Verification switched off."""
    # RFC 6749 section 10.9: the client MUST validate the authorization server's TLS certificate.
    if profile.get("insecure"):
        yield Concern(
            "the server's certificate is not verified",
            "whoever is on the way can pose as the server",
            "take the setting out, and name the authority of the server with ca_cert",
            profile.place("insecure"),
            Who.YOU,
        )
