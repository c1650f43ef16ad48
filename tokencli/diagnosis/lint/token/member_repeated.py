"""A member stands in the header or in the claims more than once.

Means:
    One reader takes the first value and another the last, so that a token means one thing where it is checked and another where
    it is used.

Seen by:
    One object of the header or of the payload has two members of one name.

Do:
    Refuse the token, and have the server write each member once.

See:
    RFC 7515 section 4, RFC 7519 section 4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """Members that stand there twice."""
    # RFC 7515 section 4: the Header Parameter names within the JOSE Header MUST be unique; RFC 7519 section 4: so must Claim Names.
    repeated = token.inside.repeated
    if repeated:
        names = ", ".join(f"{name} in the {part}" for part, name in repeated)
        yield Concern(
            f"a member stands more than once: {names}",
            "one reader takes the first value and another the last",
            "have the server write each member once; refuse this token",
            tuple(token.header(name) if part == "header" else token.claim(name) for part, name in repeated),
        )
