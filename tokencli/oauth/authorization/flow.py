"""From an authorization request to what it grants: listen, push, open the browser, wait, check (RFC 6749 section 4.1, RFC 8252)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.delivery import members_of
from tokencli.oauth.authorization.front_channel import check_front_channel
from tokencli.oauth.authorization.jarm import check_signed, members_inside, opened_response, signed_response
from tokencli.oauth.authorization.par import ENDPOINT as PAR_ENDPOINT
from tokencli.oauth.authorization.par import push
from tokencli.oauth.authorization.pkce import make_pkce
from tokencli.oauth.authorization.redirect_uri import listening
from tokencli.oauth.authorization.request import Sent, authorization_members, authorization_url, random_text
from tokencli.oauth.authorization.request_object import as_request_object
from tokencli.oauth.authorization.response import AuthorizationRefused, Granted, NotGenuine, check_response
from tokencli.oauth.authorization.response_type import hands_out, is_signed
from tokencli.oauth.flow import AwaitResponse, Flow, Judgement, OpenBrowser
from tokencli.oauth.issuer_keys import can_verify, verifier_for
from tokencli.oauth.polling import TimedOut

if TYPE_CHECKING:
    from tokencli.oauth.answer import Unrecognised
    from tokencli.oauth.authorization.settings import AuthorizationSettings
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.form import Members
    from tokencli.wire.message import Response


@dataclass(frozen=True, slots=True)
class Authorized:
    """What the authorization endpoint granted, with the request it answers.

    Attributes:
        sent: What the request promised.
        granted: The response.
        delivery: The response as the browser brought it.
        checks: What was checked of an ID token that came through the browser.
    """

    sent: Sent
    granted: Granted
    delivery: Response
    checks: tuple[Check, ...] = ()


def authorize(
    channel: BackChannel, wanted: AuthorizationSettings, further: Members
) -> Flow[Authorized | AuthorizationRefused | NotGenuine | TimedOut | ErrorResponse | Unrecognised | NoAnswer]:
    """Lets a person authorize the client in a browser.

    Args:
        channel: The way to the server.
        wanted: What the request is to be.
        further: The members of the request that the person asked for.

    Raises:
        UsageProblem: The client has no id, an endpoint or a key is not known, or a setting is malformed.
    """
    if not channel.client_id:
        raise UsageProblem("an authorization request needs a client id", "give --client-id")
    endpoint = channel.server.endpoint("authorization_endpoint")
    where = listening(wanted.redirect_uri, wanted.listen, wanted.port)
    # RFC 8252 section 8.10: bind first; a URL must never name a port that somebody else may hold.
    port = (yield where.step) if where is not None else 0
    redirect_uri = where.uri(port) if where is not None else wanted.redirect_uri or ""
    sent = promise(channel, wanted, further, redirect_uri)
    members = yield from front_channel_members(channel, wanted, authorization_members(sent, further))
    if not isinstance(members, tuple):
        return members
    yield OpenBrowser(authorization_url(endpoint, members), redirect_uri, listens=where is not None)
    delivery = yield AwaitResponse(
        lambda got: _judge(channel, sent, got), wanted.login_timeout, redirect_uri, sent.state
    )
    return TimedOut(wanted.login_timeout) if delivery is None else (yield from _checked(channel, sent, delivery))


def promise(channel: BackChannel, wanted: AuthorizationSettings, further: Members, redirect_uri: str) -> Sent:
    """What a new authorization request promises: fresh state, nonce and verifier.

    Args:
        channel: The way to the server.
        wanted: What the request is to be.
        further: The members that the person asked for; `openid` among the scope wants a nonce.
        redirect_uri: Where the answer comes to.
    """
    scope = next((value for name, value in further if name == "scope"), "")
    # OpenID Connect Core sections 3.1.2.1 and 3.2.2.1: nonce associates a client session with an ID token.
    needs_nonce = "openid" in scope.split() or hands_out(wanted.response_type, "id_token")
    return Sent(
        issuer=channel.server.issuer,
        client_id=channel.client_id,
        redirect_uri=redirect_uri,
        response_type=wanted.response_type,
        response_mode=wanted.response_mode or "",
        state=random_text(channel.ambient),
        nonce=random_text(channel.ambient) if needs_nonce else "",
        pkce=make_pkce(wanted.pkce, channel.ambient) if hands_out(wanted.response_type, "code") else None,
        iss_expected=channel.server.metadata.get("authorization_response_iss_parameter_supported") is True,
        dpop_jkt=channel.dpop.thumbprint if channel.dpop and hands_out(wanted.response_type, "code") else "",
    )


def front_channel_members(
    channel: BackChannel, wanted: AuthorizationSettings, members: Members
) -> Flow[Members | ErrorResponse | Unrecognised | NoAnswer]:
    """What of the request travels through the browser: all of it, a request object, or a reference to a pushed one."""
    if wanted.request_object is not None:
        members = yield from as_request_object(channel, wanted, members)
    if not _pushes(channel, wanted):
        return members
    reference = yield from push(channel, members)
    if not isinstance(reference, str):
        return reference
    # RFC 9126 section 4: the client uses the request_uri with its client_id.
    return ("client_id", channel.client_id), ("request_uri", reference)


def _pushes(channel: BackChannel, wanted: AuthorizationSettings) -> bool:
    # RFC 9126 section 5: the authorization server accepts authorization request data only via PAR.
    required = channel.server.metadata.get("require_pushed_authorization_requests") is True
    return wanted.par or (required and PAR_ENDPOINT in channel.server.metadata)


def _read(
    channel: BackChannel, sent: Sent, delivery: Response
) -> tuple[str, Granted | AuthorizationRefused | NotGenuine]:
    """The JWT of a signed response, else an empty text, and what the response says; no signature is checked yet."""
    members = members_of(delivery)
    if not is_signed(sent.response_mode):
        return "", check_response(sent, members)
    opened = opened_response(channel.opener, members)
    if isinstance(opened, NotGenuine):
        return "", opened
    inside = members_inside(opened)
    return signed_response(opened), inside if isinstance(inside, NotGenuine) else check_response(sent, inside)


def _checked(
    channel: BackChannel, sent: Sent, delivery: Response
) -> Flow[Authorized | AuthorizationRefused | NotGenuine]:
    token, response = _read(channel, sent, delivery)
    if isinstance(response, NotGenuine):
        return response
    if token:
        problem = yield from _check_signature(channel, sent, token)
        if problem is not None:
            return problem
    if isinstance(response, AuthorizationRefused):
        return response
    checks = yield from check_front_channel(channel, sent, response)
    return checks if isinstance(checks, NotGenuine) else Authorized(sent, response, delivery, checks)


def _check_signature(channel: BackChannel, sent: Sent, token: str) -> Flow[NotGenuine | None]:
    if not can_verify(channel):
        return NotGenuine(
            "jarm", "the issuer's keys are not known, so its signature cannot be checked", "JARM section 2.4"
        )
    verify = yield from verifier_for(channel, token)
    checks = check_signed(sent, token, channel.ambient.now(), verify(token))
    failed = next((check for check in checks if not check.passed), None)
    if failed is None:
        return None
    what = f"{failed.name} of the signed response: expected {failed.expected}, found {failed.actual}"
    return NotGenuine("jarm", what, failed.spec, checks)


def _judge(channel: BackChannel, sent: Sent, delivery: Response) -> Judgement:
    _, response = _read(channel, sent, delivery)
    if isinstance(response, Granted):
        done = "The sign-in is complete. You can close this page and go back to the terminal."
        return Judgement(ends=True, success=True, says=done)
    if isinstance(response, AuthorizationRefused):
        told = f": {response.description}" if response.description else ""
        return Judgement(ends=True, success=False, says=f"The server said no ({response.error}){told}")
    # Whatever does not know the state was not sent by our server; the wait goes on (RFC 6749 section 10.12).
    ends = response.check not in {"state", "duplicate-member", "jarm"}
    return Judgement(ends, success=False, says=f"This is not the answer that was waited for: {response.what}.")
