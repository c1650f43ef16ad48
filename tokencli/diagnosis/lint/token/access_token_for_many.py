"""An access token is for many APIs at once.

Means:
    Each of them can use the token at all the others, and a scope may mean something else at each.

Seen by:
    `aud` of an access token has more than five names, or `*`.

Do:
    Ask for a token for each API, with `resource` or `audience`.

See:
    RFC 9700 section 2.3, RFC 9068 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen

FEW = 5  # audiences; the RFC says a small set and leaves open what that is


def look(token: TokenSeen) -> Iterator[Concern]:
    """An access token that opens too many doors."""
    # RFC 9700 section 2.3: restricted to a specific resource server or, if that is not feasible, to a small set of them.
    audience = token.audience if token.is_access_token else ()
    if len(audience) > FEW or "*" in audience:
        count = "every API" if "*" in audience else f"{len(audience)} APIs"
        yield Concern(
            f"the access token is for {count} at once",
            "each of them can use it at all the others",
            "ask for a token for each API, with --resource or --audience",
            (token.claim("aud"),),
        )
