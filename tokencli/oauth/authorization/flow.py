"""From an authorization request to a code: listen, push, open the browser, wait, check (RFC 6749 section 4.1, RFC 8252)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.par import ENDPOINT as PAR_ENDPOINT
from tokencli.oauth.authorization.par import push
from tokencli.oauth.authorization.pkce import make_pkce
from tokencli.oauth.authorization.redirect_uri import listening
from tokencli.oauth.authorization.request import Sent, authorization_members, authorization_url, random_text
from tokencli.oauth.authorization.response import AuthorizationRefused, Granted, NotGenuine, check_response
from tokencli.oauth.flow import AwaitResponse, Flow, Judgement, OpenBrowser
from tokencli.oauth.polling import TimedOut

if TYPE_CHECKING:
    from tokencli.oauth.answer import Unrecognised
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.form import Members


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an authorization request is to be.

    Attributes:
        further: The members of the request that the person asked for.
        redirect_uri: The redirect URI where it is fixed.
        listen: The address to bind where it is not that of the redirect URI.
        ports: The ports to try.
        pkce: `S256`, `plain` or `none`.
        response_mode: The response mode; empty for the default.
        par: Whether to push the request; None for what the server demands.
        seconds: How long to wait for the person.
    """

    further: Members
    redirect_uri: str | None
    listen: str | None
    ports: tuple[int, ...]
    pkce: str
    response_mode: str
    par: bool | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Authorized:
    """A code, with the request it answers.

    Attributes:
        sent: What the request promised.
        granted: The response.
    """

    sent: Sent
    granted: Granted


def authorize(
    channel: BackChannel, wanted: Wanted
) -> Flow[Authorized | AuthorizationRefused | NotGenuine | TimedOut | ErrorResponse | Unrecognised | NoAnswer]:
    """Lets a person authorize the client in a browser.

    Args:
        channel: The way to the server.
        wanted: What the request is to be.

    Raises:
        UsageProblem: The client has no id, or an endpoint is not known.
    """
    if not channel.client_id:
        raise UsageProblem("an authorization request needs a client id", "give --client-id")
    endpoint = channel.server.endpoint("authorization_endpoint")
    where = listening(wanted.redirect_uri, wanted.listen, wanted.ports)
    # RFC 8252 section 8.10: bind first; a URL must never name a port that somebody else may hold.
    port = (yield where.step) if where is not None else 0
    sent = _promise(channel, wanted, where.uri(port) if where is not None else wanted.redirect_uri or "")
    members = authorization_members(sent, wanted.further)
    if _pushes(channel, wanted):
        reference = yield from push(channel, members)
        if not isinstance(reference, str):
            return reference
        # RFC 9126 section 4: the client uses the request_uri with its client_id.
        members = (("client_id", sent.client_id), ("request_uri", reference))
    yield OpenBrowser(authorization_url(endpoint, members), sent.redirect_uri, listens=where is not None)
    received = yield AwaitResponse(lambda got: _judge(sent, got), wanted.seconds)
    if received is None:
        return TimedOut(wanted.seconds)
    response = check_response(sent, received)
    return Authorized(sent, response) if isinstance(response, Granted) else response


def _promise(channel: BackChannel, wanted: Wanted, redirect_uri: str) -> Sent:
    scope = next((value for name, value in wanted.further if name == "scope"), "")
    return Sent(
        issuer=channel.server.issuer,
        client_id=channel.client_id,
        redirect_uri=redirect_uri,
        response_type="code",
        response_mode=wanted.response_mode,
        state=random_text(channel.ambient),
        # OpenID Connect Core section 3.1.2.1: nonce associates a client session with an ID token; without openid there is none.
        nonce=random_text(channel.ambient) if "openid" in scope.split() else "",
        pkce=make_pkce(wanted.pkce, channel.ambient),
        iss_expected=channel.server.metadata.get("authorization_response_iss_parameter_supported") is True,
    )


def _pushes(channel: BackChannel, wanted: Wanted) -> bool:
    if wanted.par is not None:
        return wanted.par
    # RFC 9126 section 5: the authorization server accepts authorization request data only via PAR.
    required = channel.server.metadata.get("require_pushed_authorization_requests") is True
    return required and PAR_ENDPOINT in channel.server.metadata


def _judge(sent: Sent, got: Members) -> Judgement:
    response = check_response(sent, got)
    match response:
        case Granted():
            return Judgement(
                ends=True, success=True, says="You are signed in. You can close this page and go back to the terminal."
            )
        case AuthorizationRefused():
            told = f": {response.description}" if response.description else ""
            return Judgement(ends=True, success=False, says=f"The server said no ({response.error}){told}")
        case NotGenuine():
            # Whatever does not know the state was not sent by our server; the wait goes on (RFC 6749 section 10.12).
            ends = response.check not in {"state", "duplicate-member"}
            return Judgement(ends, success=False, says=f"This is not the answer that was waited for: {response.what}.")
