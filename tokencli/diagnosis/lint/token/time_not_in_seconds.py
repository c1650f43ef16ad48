"""A time in a token is not a number of seconds.

Means:
    Who checks the token refuses it, or never sees it expire: a time in milliseconds lies in the far future.

Seen by:
    `exp`, `nbf`, `iat` or `auth_time` is a text or something else that is no number, a number that no clock reaches, or one
    so large that it must be milliseconds.

Do:
    Have the server write seconds since 1970-01-01 UTC, as a JSON number.

See:
    RFC 7519 section 2, RFC 7519 section 4.1.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.jose.numeric_date import read_numeric_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen

_TIMES = ("exp", "nbf", "iat", "auth_time")
_MILLISECONDS = 100_000_000_000  # as seconds the year 5138, as milliseconds the year 1973


def look(token: TokenSeen) -> Iterator[Concern]:
    """Times that are written in another way than seconds."""
    odd = [name for name in _TIMES if name in token.claims and not _in_seconds(token.claims[name])]
    if odd:
        # RFC 7519 section 2: a JSON numeric value representing the number of seconds from 1970-01-01T00:00:00Z UTC.
        yield Concern(
            f"{', '.join(odd)} {'is' if len(odd) == 1 else 'are'} not in seconds since 1970",
            "who checks the token refuses it, or never sees it expire",
            "have the server write seconds, as a JSON number",
            tuple(token.claim(name) for name in odd),
        )


def _in_seconds(value: object) -> bool:
    seconds = read_numeric_date(value)
    return seconds is not None and abs(seconds) < _MILLISECONDS
