"""The token endpoint is reached too, where it is at another place than the issuer.

Means:
    Many servers have their metadata at one host and their endpoints at another, and a firewall or a certificate may know the first alone.

Seen by:
    The connection that every request for a token would make; nothing is sent over it.

Do:
    Let the second host through as well, or ask its administrator about it.

See:
    tokencli explain connection-refused, tokencli explain certificate-not-trusted
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.app.inquiry import Step, not_reached
from tokencli.app.looked import Looked
from tokencli.wire.message import host_header

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry


def look(inquiry: Inquiry) -> Step:
    """Whether somebody listens at the token endpoint."""
    if inquiry.server is None:
        return not_reached()
    url = inquiry.server.endpoint("token_endpoint")
    if urlsplit(url)[:2] == urlsplit(inquiry.url)[:2]:
        return not_reached("at the same place")
    reached = inquiry.connect(url, insecure=bool(inquiry.settings.get("insecure")))
    if reached.problem is not None:
        what = f"{host_header(url)}: {reached.problem.detail}"
        return inquiry.failed(what, reached.problem, inquiry.unanswered(reached.problem, url), ends=True)
    return Step(Looked(f"{host_header(url)} in {reached.seconds * 1000:.0f} ms"))
