"""The code verifier stands in the profile.

Means:
    Each authorization request has a verifier of its own. One that stays the same protects nothing once it was seen.

Seen by:
    `code_verifier` is a literal.

Do:
    Leave it to the sign-in, which makes one each time; for a code that comes from elsewhere give the verifier on the
    command line.

See:
    RFC 9700 section 2.1.1, RFC 7636 section 4.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A verifier that is the same in every run."""
    stated = profile.settings.get("code_verifier")
    # RFC 9700 section 2.1.1: the PKCE challenge or OpenID Connect nonce MUST be transaction-specific.
    if stated is not None and stated.scheme == "literal":
        yield Concern(
            "the code verifier stands in the profile and is the same in every run",
            "each authorization request needs a verifier of its own",
            "take code_verifier out, and give it on the command line where a code comes from elsewhere",
            profile.place("code_verifier"),
            Who.YOU,
        )
