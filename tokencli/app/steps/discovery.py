"""The server is found: its metadata is fetched afresh, or its endpoints are taken as they were named.

Means:
    The metadata must name the very issuer that was asked for; another may be another server.

Seen by:
    The places where OpenID Connect Discovery and RFC 8414 put the document.

Do:
    Take the issuer as the server writes it, or name the endpoints themselves.

See:
    RFC 8414 section 3.3, OpenID Connect Discovery section 4.3, tokencli explain issuer-mismatch
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tokencli.app.find_server import find_server
from tokencli.app.inquiry import Step
from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Severity
from tokencli.diagnosis.linted import lint
from tokencli.diagnosis.server_seen import ServerSeen
from tokencli.errors import UsageProblem
from tokencli.oauth.endpoints.discovery import IssuerMismatch, NotFound
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry

_ALWAYS = ("token_endpoint", "authorization_endpoint")  # what later steps ask


def look(inquiry: Inquiry) -> Step:
    """The metadata, or why there is none."""
    mark = inquiry.mark
    found = find_server(inquiry.settings, _ALWAYS, inquiry.wiring)
    if isinstance(found, Server):
        inquiry.server, inquiry.wiring.metadata = found, found.metadata
        return Step(_found(inquiry, found))
    what = "no answer"
    if isinstance(found, IssuerMismatch):
        what = f"the metadata names another issuer: {found.named}"
    elif isinstance(found, NotFound):
        what = "no metadata was found"
    named = Server(inquiry.settings.get("issuer") or "", _endpoints(inquiry))
    # What the person named themselves can be asked all the same.
    inquiry.server = named if named.endpoints else None
    return inquiry.failed(what, found, inquiry.since(mark), ends=not named.endpoints)


def _endpoints(inquiry: Inquiry) -> dict[str, str]:
    given = {name: inquiry.settings.get(name) for name in _ALWAYS}
    return {name: url for name, url in given.items() if url}


def _linted(inquiry: Inquiry, server: Server) -> str:
    """How much lint has to say of the metadata; what would need further requests is not asked for."""
    linted = lint(ServerSeen(server.issuer, server.issuer, server.metadata), inquiry.settings.get("ignore") or ())
    counted = linted.counted(Severity.ERROR, Severity.WARNING)
    return f"; {counted}: {shlex.join(['tokencli', 'discover', server.issuer, '--lint'])}" if counted else ""


def _found(inquiry: Inquiry, server: Server) -> Looked:
    if server.metadata:
        return Looked(f"the issuer matches{_linted(inquiry, server)}")
    try:
        return Looked(f"not asked: {server.endpoint('token_endpoint')} was named", there=False)
    except UsageProblem as problem:
        return Looked(problem.what, problem.help, there=False)
