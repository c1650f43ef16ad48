"""No whole answer came in time.

Means:
    Before anything was sent: a firewall drops the packets, or the address is wrong. After it: the server, or something
    behind it, is slow. Then the request may have done its work, and a code or a refresh token may be spent.

Seen by:
    A conversation that was ended because its time was over.

Do:
    Before anything was sent, check address, VPN and proxy. After it, try later or with a longer `--timeout`; what may be
    spent is worth one more try, and a refusal then means a new sign-in.

See:
    RFC 6749 section 4.1.2, RFC 9700 section 4.14.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import host_asked, may_be_spent, request_name
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A conversation that took too long."""
    problem = evidence.ended_without_answer(NoAnswerReason.TIMEOUT)
    if problem is None:
        return
    host, spent = evidence.host, may_be_spent(evidence)
    yield Finding(
        name="connection-timed-out",
        confidence=Confidence.CERTAIN,
        what=f"{host_asked(evidence)} gave no whole answer in time",
        why="; ".join(part for part in (problem.detail, spent or _reached(sent=problem.sent)) if part),
        help="try later, or with a longer --timeout"
        if problem.sent
        else "check address, VPN and --proxy; a firewall that drops packets looks like this",
        who=Who.ADMINISTRATOR if problem.sent else Who.YOU,
        where=(Pointer(request_name(evidence), "url", host),),
        see=("RFC 9700 section 4.14.2", "tokencli explain connection-timed-out"),
    )


def _reached(*, sent: bool) -> str:
    return "the request may have reached the server" if sent else "nothing was sent"
