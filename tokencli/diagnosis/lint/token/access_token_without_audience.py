"""An access token does not say which API it is for.

Means:
    Any API that trusts the issuer may take it: one that gets the token can use it at the others.

Seen by:
    `aud` of an access token is absent or empty.

Do:
    Have the server name the API in `aud`; where it lets the client choose, ask with `resource` or `audience`.

See:
    RFC 9068 section 2.2, RFC 9700 section 2.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """An access token for whoever gets it."""
    # RFC 9068 section 2.2: aud REQUIRED. RFC 9700 section 2.3: access tokens SHOULD be audience-restricted.
    if token.is_access_token and not token.audience:
        yield Concern(
            "the access token does not say which API it is for",
            "an API that gets the token can use it at every other one that trusts the issuer",
            "have the server name the API in aud; where it lets clients choose, ask with --resource or --audience",
            (token.claim("aud"),),
        )
