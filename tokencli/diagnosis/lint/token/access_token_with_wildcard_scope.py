"""The scope of an access token is a wildcard.

Means:
    Who steals the token may do everything, and new things too that are added later.

Seen by:
    A word of `scope` or `scp` is `*` or ends in `.*`, `:*` or `/*`.

Do:
    Ask for what the program needs, by name.

See:
    RFC 9700 section 2.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """An access token for whatever there is to do."""
    # RFC 9700 section 2.3: the privileges SHOULD be restricted to the minimum required for the particular application.
    wild = (
        [one for one in token.scope if one == "*" or one.endswith((".*", ":*", "/*"))] if token.is_access_token else []
    )
    if wild:
        yield Concern(
            f"the access token's scope holds the wildcard {wild[0]}",
            "who gets hold of the token may do everything that stands for",
            "ask for what the program needs, by name",
            (token.claim("scope" if "scope" in token.claims else "scp"),),
        )
