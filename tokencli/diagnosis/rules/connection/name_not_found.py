"""The server's host name could not be looked up.

Means:
    The name has a typing mistake, exists only inside another network, or no name server could be reached from here.

Seen by:
    A name look-up that failed before anything was sent.

Do:
    Check the host name; inside a company, check the VPN. Where the name needs a proxy to be resolved, give `--proxy`;
    to go round the look-up, give `--resolve HOST:PORT:ADDRESS`.

See:
    RFC 1034
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import request_name
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A failed name look-up."""
    problem = evidence.ended_without_answer(NoAnswerReason.NAME)
    if problem is None:
        return
    host = evidence.host
    temporary = re.search(r"temporary|try again", problem.detail, re.IGNORECASE)
    yield Finding(
        name="name-not-found",
        confidence=Confidence.CERTAIN,
        what=f"the name {host or 'of the server'} could not be looked up",
        why=f"the system says: {problem.detail}; nothing was sent",
        help="no name server answered: check this machine's network, then try again"
        if temporary
        else "check the host name and whether it is known only inside a company network; see tokencli doctor",
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 1034", "tokencli explain name-not-found"),
    )
