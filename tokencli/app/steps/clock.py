"""The server's clock is compared with this machine's.

Means:
    Assertions, proofs and ID tokens carry times that the other side judges by its own clock.

Seen by:
    The `Date` header of what the server answered so far; where it answered nothing yet, one HEAD request.

Do:
    Set this machine's clock by the network; if it is right, the server's is wrong.

See:
    RFC 9110 section 6.6.1, tokencli explain clock-skew
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.checks.clock import ask_time, compared
from tokencli.app.inquiry import Step
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry


def look(inquiry: Inquiry) -> Step:
    """How far the clocks are apart."""
    answered = [one for one in inquiry.since(0) if isinstance(one.answer, Response)]
    if not answered:
        mark = inquiry.mark
        inquiry.wiring.perform(ask_time(inquiry.url))
        answered = list(inquiry.since(mark))
    return Step(compared(inquiry.evidence(answered[-1:]), inquiry.host))
