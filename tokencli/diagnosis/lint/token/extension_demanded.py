"""The header demands extensions of whoever reads the token.

Means:
    Who does not know an extension must refuse the token, and few libraries know any.

Seen by:
    The header has `crit`.

Do:
    Have the server leave `crit` out, unless all who read its tokens know what it names; `b64` has no place in a JWT.

See:
    RFC 7515 section 4.1.11, RFC 7797 section 7
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """Extensions that must be understood."""
    # RFC 7515 section 4.1.11: if any of the listed extension Header Parameters are not understood, then the JWS is invalid.
    if "crit" in token.inside.header:
        yield Concern(
            "the header demands extensions that must be understood",
            "who does not know one of them must refuse the token",
            "have the server leave crit out, unless all who read its tokens know what it names",
            (token.header("crit"),),
        )
