"""The server's certificate is good, but for another name.

Means:
    The URL names the server by an address, an alias or an old name that the certificate does not list, or the name leads
    to another machine than it should.

Seen by:
    A certificate in which the host of the URL does not stand.

Do:
    Use the name that stands in the certificate. Where the look-up has to be changed for a test, `--resolve
    NAME:PORT:ADDRESS` keeps the name.

See:
    RFC 9525 section 6, RFC 9110 section 4.3.4
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import TLS_OTHER_NAME, host_asked, request_name, tls_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A certificate for another name."""
    problem = tls_problem(evidence)
    if not re.search(TLS_OTHER_NAME, problem, re.IGNORECASE):
        return
    host = evidence.host
    yield Finding(
        name="certificate-for-another-name",
        confidence=Confidence.CERTAIN,
        what=f"the certificate that was shown is not for {host_asked(evidence)}",
        why=f"the verification says: {problem}; no request was sent",
        help="use the name that stands in the certificate; --resolve NAME:PORT:ADDRESS keeps it while another address is asked",
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 9525 section 6", "tokencli explain certificate-for-another-name"),
    )
