"""The token is not valid yet.

Means:
    Its `nbf` or `iat` lies in the future. The clock of the machine that made it is ahead, or that of the machine that judges it
    is behind.

Seen by:
    A JWT that was found by itself or in a refused call to an API, and begins after the time of the call, or after now.

Do:
    Set the clocks by the network.

See:
    RFC 7519 section 4.1.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.earlier_use import clock_time
from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.tokens_seen import read_tokens
from tokencli.diagnosis.wording import because, likely_if

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

TOLERATED_SECONDS = 60


def look(evidence: Evidence) -> Iterator[Finding]:
    """A token before its time."""
    for token in read_tokens(evidence):
        begins = token.time("nbf") or token.time("iat")
        # RFC 7519 section 4.1.5: nbf identifies the time before which the JWT MUST NOT be accepted for processing.
        if begins is None or token.judged_at is None or begins <= token.judged_at + TOLERATED_SECONDS:
            continue
        yield Finding(
            name="token-not-yet-valid",
            confidence=likely_if(token.time("nbf")),
            what="the token is not valid yet",
            why=because(f"it begins {begins - token.judged_at:.15g} seconds later", evidence),
            help="set the clock of the machine that made it, or of the one that judges it, by the network",
            where=(Pointer(token.name, "nbf" if token.time("nbf") else "iat", f"{begins:.15g},{clock_time(begins)}"),),
            see=("RFC 7519 section 4.1.5", "tokencli explain token-not-yet-valid"),
        )
        return
