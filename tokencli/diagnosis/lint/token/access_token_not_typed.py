"""An access token does not say that it is one.

Means:
    An API cannot tell it from another token of the same issuer, such as an ID token, and may take that instead.

Seen by:
    `typ` of an access token is not `at+jwt`.

Do:
    Where the server can follow RFC 9068, let it. Else let the API check what tells the two apart: `aud`, and a claim that only access tokens have.

See:
    RFC 9068 section 2.1, RFC 8725 section 3.11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.oauth.tokens.access_token import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """An access token that looks like any other token."""
    # RFC 9068 section 2.1: "at+jwt" as typ, to differentiate JWT access tokens from OpenID Connect ID Tokens.
    if token.is_access_token and token.inside.media_type != TYPE:
        yield Concern(
            "the access token does not say by its typ that it is one",
            "an API may take an ID token of the same issuer for it",
            "follow RFC 9068 where the server can; else let the API check a claim that only access tokens have",
            (token.header("typ"),),
        )
