"""The name has an address, but no way leads there.

Means:
    There is no network, no route to that network, or the URL cannot be connected to at all. A proxy that must be used and
    is not configured shows like this too.

Seen by:
    A connection that could not be made for another reason than a refusal.

Do:
    Check network, VPN and `--proxy`; `tokencli doctor` shows what this machine uses.

See:
    RFC 1122 section 3.2.2.1
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import host_asked, request_name
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A connection that could not be made, other than by a refusal."""
    problem = evidence.ended_without_answer(NoAnswerReason.CONNECT)
    if problem is None:
        return
    if re.search(r"refused|10061", problem.detail, re.IGNORECASE):
        return
    host = evidence.host
    yield Finding(
        name="host-not-reached",
        confidence=Confidence.CERTAIN,
        what=f"no connection to {host_asked(evidence)} could be made",
        why=f"the system says: {problem.detail}; nothing was sent",
        help="check the network, the VPN and --proxy; tokencli doctor shows what this machine uses",
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 1122 section 3.2.2.1", "tokencli explain host-not-reached"),
    )
