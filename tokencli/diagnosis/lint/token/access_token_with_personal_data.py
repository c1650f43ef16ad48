"""An access token tells who the person is.

Means:
    Everybody who sees the token can read it: the client, each API, their logs.

Seen by:
    A claim about a person as OpenID Connect defines it, such as `email`, stands in an access token.

Do:
    Leave out what no API needs, let APIs ask for the rest, or encrypt the token.

See:
    RFC 9068 section 6, OpenID Connect Core section 5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen

# OpenID Connect Core section 5.1, without what says nothing of who it is.
PERSONAL = (
    "name", "given_name", "family_name", "middle_name", "nickname", "email", "phone_number", "address", "birthdate", "gender",
    "picture", "profile", "website",
)  # fmt: skip


def look(token: TokenSeen) -> Iterator[Concern]:
    """A person's data where many can read it."""
    # RFC 9068 section 6: the client can read the token's content, so what it should not know does not belong there.
    told = [name for name in PERSONAL if name in token.claims] if token.is_access_token else []
    if told:
        yield Concern(
            f"the access token tells of a person: {', '.join(told)}",
            "the client, each API and their logs can read it",
            "leave out what no API needs, or encrypt the token",
            tuple(Pointer("claims", name, "(not shown)") for name in told),
        )
