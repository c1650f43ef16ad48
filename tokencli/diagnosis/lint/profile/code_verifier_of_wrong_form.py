"""The code verifier has a length or characters that it may not have.

Means:
    It has 43 to 128 letters, digits, hyphens, dots, underscores and tildes. Servers refuse any other.

Seen by:
    `code_verifier`, where its reference can be read without asking anybody.

Do:
    Make one with: tokencli make pkce.

See:
    RFC 7636 section 4.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A verifier that is none."""
    facts = profile.facts.get("code_verifier")
    # RFC 7636 section 4.1: code-verifier = 43*128unreserved
    if facts is not None and not facts.is_verifier:
        yield Concern(
            f"the code verifier of {facts.octets} octets is none by its length or its characters",
            "it has 43 to 128 letters, digits and the characters - . _ ~",
            "make a new one with: tokencli make pkce",
            profile.place("code_verifier"),
            Who.YOU,
        )
