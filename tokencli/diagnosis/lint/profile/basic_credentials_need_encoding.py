"""The client's id or secret is written in another way in a Basic header.

Means:
    It has characters that form-encoding changes. Clients must encode; some servers do not decode, and call the client
    unknown. It works, or it does not, and the error says nothing.

Seen by:
    `client_id` and `client_secret` with client_secret_basic; the secret where its reference can be read without asking
    anybody.

Do:
    If the server refuses the client, try basic_encoding = "raw" or auth_method = "post", or have a secret without such
    characters made.

See:
    RFC 6749 section 2.3.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """Characters that the header must not hold as they are."""
    # RFC 6749 section 2.3.1: the client identifier and the password are encoded using the "application/x-www-form-urlencoded"
    # encoding algorithm.
    names = [name for name in ("client_id", "client_secret") if _changes(profile, name)]
    if profile.auth_method == "client_secret_basic" and names:
        yield Concern(
            f"{' and '.join(names)} must be form-encoded in a Basic header",
            "some servers do not decode, and then refuse the client without saying why",
            'if the client is refused, set basic_encoding = "raw" or auth_method = "post"',
            profile.place(*names),
            Who.YOU,
        )


def _changes(profile: ProfileSeen, name: str) -> bool:
    facts = profile.facts.get(name)
    return facts is not None and facts.changed_by_encoding
