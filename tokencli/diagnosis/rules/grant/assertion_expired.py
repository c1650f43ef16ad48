"""The assertion had expired when it was sent.

Means:
    Assertions live for minutes. A stored one, one from a file that is not read anew, or one made on a machine whose clock
    is behind has passed its `exp`.

Seen by:
    A refused request with a JWT whose `exp` lies before the time of the answer; less sure when it had not passed by the clock
    of the machine that sent it, and the two clocks differ.

Do:
    Make a new assertion, or read the file that holds it anew for each request.

See:
    RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import judging_time, read_assertions
from tokencli.diagnosis.clocks import TOLERATED_SECONDS, good_by_our_clock_alone
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion that had expired."""
    now = judging_time(evidence)
    if not evidence.in_question or now is None:
        return
    for assertion in read_assertions(evidence):
        expires = assertion.time("exp")
        # RFC 7523 section 3, item 4: the authorization server MUST reject any JWT with an expiration time that has passed,
        # subject to allowable clock skew between systems.
        if expires is None or expires > now:
            continue
        late = round(now - expires)
        certain = late > TOLERATED_SECONDS and not good_by_our_clock_alone(evidence)  # else the clocks are to blame
        yield Finding(
            name="assertion-expired",
            confidence=Confidence.CERTAIN if certain else Confidence.LIKELY,
            what=f"the {assertion.member} had expired {late} seconds before it was judged",
            why=because("RFC 7523 section 3 has servers reject an assertion after its exp", evidence),
            help="make a new assertion for each request; one in a file must be read anew",
            where=(
                Pointer(request_name(evidence), f"{assertion.member}: exp", f"{expires:.0f}, {late} seconds before"),
            ),
            see=("RFC 7523 section 3", "tokencli explain assertion-expired"),
        )
        return
