"""A token is not signed.

Means:
    Whoever hands it over could have written it. Who takes such a token takes any.

Seen by:
    `alg` is `none`.

Do:
    Have the server sign what it issues, and let whoever reads tokens refuse this one.

See:
    RFC 8725 section 3.1, RFC 9068 section 2.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """A token that anybody can make."""
    # RFC 9068 section 2.1: JWT access tokens MUST be signed.
    # RFC 8725 section 3.2: applications should not consume "none" unless the JWT is protected by other means.
    if token.inside.algorithm.lower() == "none":
        yield Concern(
            "the token is not signed",
            "whoever hands it over could have written it",
            "have the server sign its tokens; refuse this one",
            (token.header("alg"),),
        )
