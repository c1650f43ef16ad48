"""An access token lives long.

Means:
    An API that checks the token by itself takes it until it expires, though the person was locked out long ago or the token was stolen.

Seen by:
    `exp` less `iat` (or `nbf`) is more than an hour; more than a day where `cnf` binds the token to a key or a certificate. Or there is no `exp`.

Do:
    Shorten the lifetime; a refresh token, or another request with client credentials, gets the next one.

See:
    RFC 9700 section 2.3, RFC 9068 section 2.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.times import duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen

LONGEST, LONGEST_BOUND = 3600, 86400  # seconds; the RFC says short-lived and leaves open what that is


def look(token: TokenSeen) -> Iterator[Concern]:
    """An access token that a thief can use for long."""
    if not token.is_access_token:
        return
    lifetime, bound = token.lifetime, "cnf" in token.claims
    if "exp" not in token.claims:
        # RFC 9068 section 2.2: exp REQUIRED.
        yield _concern("the access token never expires", token, "exp")
    elif lifetime is not None and lifetime > (LONGEST_BOUND if bound else LONGEST):
        yield _concern(f"the access token lives for {duration(lifetime)}", token, "iat", "exp")


def _concern(what: str, token: TokenSeen, *claims: str) -> Concern:
    return Concern(
        what,
        "an API that checks it by itself takes it all that time, from a thief as well",
        "shorten the lifetime, and get the next one with a refresh token or with client credentials",
        tuple(token.claim(name) for name in claims),
    )
