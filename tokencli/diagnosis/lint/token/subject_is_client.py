"""The subject of an access token is the client itself.

Means:
    So it should be where no person is involved. But an API that takes `sub` for a person's identifier may find somebody by that name: whoever can choose the name of a
    client could pose as a person.

Seen by:
    `sub` of an access token equals `client_id`, `cid` or `azp`.

Do:
    Let the API tell the two apart, and keep the names of clients and the identifiers of persons from being equal.

See:
    RFC 9700 section 4.15, RFC 9068 section 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """A client where an API may expect a person."""
    # RFC 9700 section 4.15: clients MUST NOT be able to influence their client_id so that it could be taken for a resource owner.
    if token.is_access_token and token.client and token.client == token.claims.get("sub"):
        yield Concern(
            "the access token speaks of the client itself, not of a person",
            "an API that takes sub for a person's identifier may find somebody by that name",
            "let the API tell the two apart, and keep names of clients from being identifiers of persons",
            (token.claim("sub"), *(token.claim(one) for one in ("client_id", "cid", "azp") if one in token.claims)),
        )
