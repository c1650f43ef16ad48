"""A connection to the server is opened.

Means:
    Whoever refuses or does not answer is down, on another port, or behind a firewall or a proxy that says no.

Seen by:
    The connection that every command would make; nothing is sent over it.

Do:
    Check host and port, and whether a proxy is needed (`--proxy`, HTTPS_PROXY); then ask whoever runs the server or the network.

See:
    tokencli explain connection-refused, tokencli explain connection-timed-out, tokencli explain proxy-refused
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.inquiry import Step
from tokencli.app.looked import Looked
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry


def look(inquiry: Inquiry) -> Step:
    """Whether somebody listens there."""
    reached = inquiry.reach()
    problem, milliseconds = reached.problem, f"{reached.seconds * 1000:.0f} ms"
    if problem is not None and problem.reason is not NoAnswerReason.TLS and (reached.address is None or reached.proxy):
        return inquiry.failed(problem.detail, problem, inquiry.unanswered(problem), ends=True)
    way = f", through the proxy {reached.proxy}" if reached.proxy else ""
    place = f"{reached.address[0]} port {reached.address[1]}" if reached.address else inquiry.host
    return Step(Looked(f"{place} in {milliseconds}{way}"))
