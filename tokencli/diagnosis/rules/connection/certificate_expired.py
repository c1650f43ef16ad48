"""The server's certificate is out of its dates by this machine's clock.

Means:
    The certificate was not renewed, or not loaded after renewal, or an expired certificate in between is still sent. Or
    the clock of this machine is wrong.

Seen by:
    A certificate that is expired or not yet valid.

Do:
    Look at this machine's clock with `tokencli doctor`. If it is right, the server's administrator must renew.

See:
    RFC 5280 section 4.1.2.5
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import TLS_OUT_OF_DATE, host_asked, request_name, tls_problem
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A certificate out of its dates."""
    problem = tls_problem(evidence)
    if not re.search(TLS_OUT_OF_DATE, problem, re.IGNORECASE):
        return
    host, early = evidence.host, "not yet valid" in problem
    yield Finding(
        name="certificate-expired",
        confidence=Confidence.CERTAIN,
        what=f"the certificate of {host_asked(evidence)} is {'not valid yet' if early else 'not valid any more'} by this machine's clock",
        why=f"the verification says: {problem}; no request was sent",
        help="see that this machine's clock is right (tokencli doctor); if it is, the server's certificate must be renewed",
        who=Who.YOU if early else Who.ADMINISTRATOR,
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 5280 section 4.1.2.5", "tokencli explain certificate-expired"),
    )
