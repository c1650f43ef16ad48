"""The token had expired.

Means:
    After its `exp` nobody takes it any more. It was kept for too long, or the clock of the API is ahead.

Seen by:
    A JWT that was found by itself or in a refused call to an API, whose `exp` lies before the time of the call, or before now
    where that is not known: then it may have been good at the call.

Do:
    Get a new one before each use: `tokencli token` gives one that is still good.

See:
    RFC 7519 section 4.1.4, RFC 6750 section 3.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.earlier_use import clock_time
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.tokens_seen import read_tokens
from tokencli.diagnosis.wording import because, likely_if

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A token after its time."""
    for token in read_tokens(evidence):
        expires = token.time("exp")
        # RFC 7519 section 4.1.4: exp identifies the time on or after which the JWT MUST NOT be accepted for processing.
        if expires is None or token.judged_at is None or expires > token.judged_at:
            continue
        used = token.moment == "the call"
        yield Finding(
            name="token-expired",
            # Of a call that nobody knows the time of, the token may have been good then.
            confidence=Confidence.CERTAIN if used else likely_if(token.used_in is None),
            what=f"the token {'had expired when it was used' if used else 'has expired'}",
            why=because(f"its exp lies {round(token.judged_at - expires)} seconds before {token.moment}", evidence),
            help="get a new one before each use:  tokencli token",
            where=(Pointer(token.name, "exp", f"{expires:.0f},{clock_time(expires) or ' beyond the calendar'}"),),
            see=("RFC 7519 section 4.1.4", "tokencli explain token-expired"),
        )
        return
