"""The machine answered, and nobody listens on that port.

Means:
    The server is not running, listens on another port or address, or a firewall refuses on its behalf.

Seen by:
    A connection that was refused before anything was sent.

Do:
    Check host and port of the URL. For a server on this machine see that it runs, and that `localhost` means the address
    it listens on: 127.0.0.1 and ::1 are two addresses.

See:
    RFC 9293 section 3.10.7.3
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import host_asked, request_name
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A connection that was refused."""
    problem = evidence.ended_without_answer(NoAnswerReason.CONNECT)
    if problem is None:
        return
    if not re.search(r"refused|10061", problem.detail, re.IGNORECASE):  # 10061 is WSAECONNREFUSED of Windows
        return
    host = evidence.host
    yield Finding(
        name="connection-refused",
        confidence=Confidence.CERTAIN,
        what=f"nobody accepts connections at {host_asked(evidence)}",
        why=f"the system says: {problem.detail}; nothing was sent",
        help="check host and port of the URL, and that the server runs and listens on that address",
        who=Who.ADMINISTRATOR,
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 9293 section 3.10.7.3", "tokencli explain connection-refused"),
    )
