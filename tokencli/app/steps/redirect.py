"""The authorization endpoint is asked about the redirect URI, without a browser and without a person.

Means:
    `redirect-uri-refused`: the server answers the authorization request with an error page of its own and not at the redirect URI. So
    it knows neither the redirect URI as it was sent, or not the client: it must not send anybody to an address it does not know.

Seen by:
    The authorization request that a run would send, with prompt=none, so that nobody is asked to sign in; a server that knows the
    redirect URI sends its answer there, or goes on to its sign-in page. Where that cannot be told from an error page, the same request
    with an address that is certainly not registered is compared.

Do:
    Have the redirect URI registered exactly as it is sent: scheme, host, port, path and final slash.

See:
    RFC 6749 section 3.1.2.3, RFC 6749 section 4.1.2.1, tokencli explain redirect-uri-not-registered
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.app.get_token import client_authentication, prepared
from tokencli.app.inquiry import Step, failing, not_reached, words
from tokencli.app.looked import Looked
from tokencli.app.redirect_uri_of import redirect_uri_of
from tokencli.app.wiring import USER_AGENT
from tokencli.diagnosis.classify import Verdict, by_status, classify
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.oauth.authorization.delivery import members_of
from tokencli.oauth.authorization.flow import front_channel_members, promise
from tokencli.oauth.authorization.request import authorization_members, authorization_url
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import Flow, send
from tokencli.oauth.grants.authorization_code import AuthorizationCode
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import Response, build_request
from tokencli.wire.page_text import page_text

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry
    from tokencli.oauth.answer import Unrecognised
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers

# RFC 6761 section 6.4: names under .invalid never lead anywhere, so nobody can have registered this.
_SURELY_UNKNOWN = "https://not-registered.invalid/callback"
# OpenID Connect Core section 3.1.2.6: what prompt=none brings where the request itself is good.
_AS_WANTED = frozenset({"login_required", "interaction_required", "consent_required", "account_selection_required"})
_REFUSED = 400
_ERROR_PAGE = re.compile(r"error", re.IGNORECASE)


def look(inquiry: Inquiry) -> Step:
    """What the authorization endpoint says to the request of a run."""
    if inquiry.grant_type != AUTHORIZATION_CODE or inquiry.settings.get("code") is not None:
        return not_reached("this grant has none")
    if inquiry.server is None or inquiry.settings.get("client_id") is None:
        return not_reached()
    if not {**inquiry.server.metadata, **inquiry.server.endpoints}.get("authorization_endpoint"):
        return not_reached("no authorization endpoint is known")
    redirect_uri = redirect_uri_of(inquiry.settings, inquiry.wiring.ambient)
    mark = inquiry.mark
    answer = _ask(inquiry, redirect_uri)
    if not isinstance(answer, Response):
        return inquiry.failed(_problem(answer), answer, inquiry.since(mark))
    return _judge(inquiry, redirect_uri, answer, mark)


def _problem(answer: ErrorResponse | Unrecognised | NoAnswer) -> str:
    if isinstance(answer, ErrorResponse):
        return f"the pushed request was refused: {answer.error}"
    return answer.detail


def _ask(inquiry: Inquiry, redirect_uri: str) -> Response | ErrorResponse | Unrecognised | NoAnswer:
    server, wiring = inquiry.server, inquiry.wiring
    assert server is not None  # noqa: S101 - asked before
    # A public client shows nothing; a pushed request is authenticated as the token request is.
    authentication = client_authentication(server, inquiry.settings, wiring)
    grant, channel, common = prepared(AuthorizationCode, server, inquiry.settings, wiring, authentication)
    answer: Response | ErrorResponse | Unrecognised | NoAnswer = wiring.perform(
        _authorize(channel, grant, common, redirect_uri)
    )
    return answer


def _authorize(
    channel: BackChannel, grant: AuthorizationCode, common: CommonMembers, redirect_uri: str
) -> Flow[Response | ErrorResponse | Unrecognised | NoAnswer]:
    quiet = replace(grant, prompt=grant.prompt or "none")
    further = (*common.authorization_request(quiet.takes), *quiet.own_members())
    sent = promise(channel, quiet, further, redirect_uri)
    members = yield from front_channel_members(channel, quiet, authorization_members(sent, further))
    if not isinstance(members, tuple):
        return members
    url = authorization_url(channel.server.endpoint("authorization_endpoint"), members)
    headers = (("Accept", "text/html"), ("User-Agent", USER_AGENT))
    return (yield from send(build_request("GET", url, headers), Purpose.AUTHORIZATION))


def _judge(inquiry: Inquiry, redirect_uri: str, answer: Response, mark: int) -> Step:
    evidence = inquiry.evidence(inquiry.since(mark))
    location = answer.header("location") or ""
    if location.startswith(redirect_uri):
        return _delivered(inquiry, answer, mark)
    if failed := by_status(answer.status):
        return Step(failing(f"the server failed (status {answer.status})", find(evidence)), failed)
    if answer.status >= _REFUSED or find(evidence) or (location and _ERROR_PAGE.search(urlsplit(location).path)):
        found = find(evidence) or (_refused(redirect_uri, answer),)
        return Step(failing(f"{redirect_uri}: {_said(answer)}", found), Verdict.INVALID_REQUEST)
    if _looks_the_same(answer, _ask(inquiry, _SURELY_UNKNOWN)):
        return not_reached("the server does not tell before somebody has signed in")
    return Step(Looked(f"{redirect_uri} is accepted: the server goes on to sign-in"))


def _delivered(inquiry: Inquiry, answer: Response, mark: int) -> Step:
    error = dict(members_of(answer)).get("error", "")
    if not error or error in _AS_WANTED:
        return Step(Looked(f"accepted{f' ({error}, as prompt=none asks for)' if error else ''}"))
    evidence = inquiry.evidence(inquiry.since(mark))
    refusal = evidence.refusal
    verdict = Verdict.REFUSED if refusal is None else classify(refusal)
    told = f"the redirect URI is accepted; the request is not ({error}{words(evidence)})"
    return Step(failing(told, find(evidence)), verdict)


def _said(answer: Response) -> str:
    location = answer.header("location")
    if location:
        return f"the server leads to an error page of its own, {urlsplit(location).path}"
    return f"the server answers with an error page (status {answer.status})"


def _looks_the_same(answer: Response, other: object) -> bool:
    """Whether an address that nobody registered is answered in the same way."""
    if not isinstance(other, Response) or other.status != answer.status:
        return False
    places = {urlsplit(one.header("location") or "").path for one in (answer, other)}
    return len(places) == 1 and _title(answer) == _title(other)


def _title(answer: Response) -> str:
    return page_text(answer.body)[:80]


def _refused(redirect_uri: str, answer: Response) -> Finding:
    page = page_text(answer.body)[:200]
    return Finding(
        name="redirect-uri-refused",
        confidence=Confidence.LIKELY,
        what="the server does not take the redirect URI, or does not know the client",
        why=f"it answers with a page of its own{f', which says: {page}' if page else ''}",
        help="have the redirect URI registered exactly as it is sent, and compare the client id with the registration",
        who=Who.APP_OWNER,
        where=(Pointer("authorization request", "redirect_uri", redirect_uri),),
        see=("RFC 6749 section 4.1.2.1", "tokencli explain redirect-uri-refused"),
    )
