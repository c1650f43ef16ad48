"""The assertion was not valid yet when it was judged.

Means:
    Its `nbf` or `iat` lies in the future by the server's clock. Mostly the clock of the machine that made it is ahead.

Seen by:
    A refused request with a JWT that begins after the time of the answer.

Do:
    Set the clock of the machine that makes the assertion; leave `nbf` out, or set it a minute back.

See:
    RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import judging_time, read_assertions
from tokencli.diagnosis.clocks import EARLY_SECONDS, good_by_our_clock_alone
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion that begins in the future."""
    now = judging_time(evidence)
    if not evidence.in_question or now is None:
        return
    for assertion in read_assertions(evidence):
        # RFC 7523 section 3, item 5: nbf identifies the time before which the token MUST NOT be accepted for processing.
        name = next((name for name in ("nbf", "iat") if (assertion.time(name) or 0) > now + EARLY_SECONDS), None)
        if name is None:
            continue
        certain = name == "nbf" and not good_by_our_clock_alone(evidence)  # else the clocks are to blame
        early = round((assertion.time(name) or 0) - now)
        yield Finding(
            name="assertion-not-yet-valid",
            confidence=Confidence.CERTAIN if certain else Confidence.LIKELY,
            what=f"the {assertion.member} was {early} seconds too early when it was judged",
            why=because(f"its {name} lies in the future by the clock of the server", evidence),
            help="set the clock of the machine that makes the assertion; leave nbf out, or set it a minute back",
            where=(Pointer(request_name(evidence), f"{assertion.member}: {name}", f"{early} seconds ahead"),),
            see=("RFC 7523 section 3", "tokencli explain assertion-not-yet-valid"),
        )
        return
