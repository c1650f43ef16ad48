"""The name of the server is looked up.

Means:
    A name that nobody knows is mistyped, of another network, or waits for a VPN. Behind a proxy it is the proxy that looks it up.

Seen by:
    The connection that every command would make; nothing is sent over it.

Do:
    Correct the name in the issuer or endpoint, or join the network it belongs to.

See:
    tokencli explain name-not-found
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.app.inquiry import Step
from tokencli.app.looked import Looked
from tokencli.runtime.lookup import addresses_of
from tokencli.wire.exchange import NoAnswerReason

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry

_SHOWN = 3  # addresses


def look(inquiry: Inquiry) -> Step:
    """The addresses behind the host."""
    reached = inquiry.reach()
    if reached.proxy is not None:
        return Step(Looked(f"{inquiry.host} is looked up by the proxy {reached.proxy}", there=False))
    problem = reached.problem
    if problem is not None and problem.reason is NoAnswerReason.NAME:
        return inquiry.failed(f"{inquiry.host}: {problem.detail}", problem, inquiry.unanswered(problem), ends=True)
    return Step(Looked(f"{inquiry.host} → {_addresses(inquiry)}"))


def _addresses(inquiry: Inquiry) -> str:
    host = inquiry.host.lower()
    for given in inquiry.settings.get("resolve") or ():
        name, _, rest = str(given).partition(":")
        if name.strip("[]").lower() == host:
            return f"{rest.partition(':')[2]} (--resolve)"
    parts = urlsplit(inquiry.url)
    found = addresses_of(inquiry.host, parts.port or (80 if parts.scheme == "http" else 443))
    more = len(found) - _SHOWN
    return ", ".join(found[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
