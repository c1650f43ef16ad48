"""A response judged by what its request was for, as far as rules look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tokencli.oauth.answer import Unrecognised, read_members
from tokencli.oauth.authorization.delivery import members_of
from tokencli.oauth.authorization.par import read_pushed
from tokencli.oauth.endpoints.backchannel_authentication import (
    BackchannelAuthentication,
    read_backchannel_authentication,
)
from tokencli.oauth.endpoints.device_authorization import DeviceAuthorization, read_device_authorization
from tokencli.oauth.endpoints.introspection import read_introspection
from tokencli.oauth.endpoints.revocation import read_revocation
from tokencli.oauth.error_response import ErrorResponse, error_code
from tokencli.oauth.resource_request import refusal_in
from tokencli.oauth.tokens.reply import read_token_reply
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import UNSEEN_STATUS

if TYPE_CHECKING:
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.message import Response

Judged = TokenSet | DeviceAuthorization | BackchannelAuthentication | ErrorResponse | Unrecognised


def judged(exchange: Exchange, response: Response) -> Judged | None:
    """The response of an exchange, judged; None where rules have nothing to look at.

    Args:
        exchange: The exchange.
        response: Its response.
    """
    match exchange.purpose:
        case Purpose.METADATA | Purpose.KEYS | Purpose.ASSERTION:
            return None
        case Purpose.DEVICE_AUTHORIZATION:
            return read_device_authorization(response)
        case Purpose.BACKCHANNEL_AUTHENTICATION:
            return read_backchannel_authentication(response)
        case Purpose.AUTHORIZATION:
            return _refused_in_browser(response)
        case Purpose.PUSHED_AUTHORIZATION:
            return _no(read_pushed(response))
        case Purpose.TOKEN:
            return read_token_reply(response, exchange.started_at + exchange.seconds)
        case Purpose.INTROSPECTION:
            return _no(read_introspection(response))
        case Purpose.REVOCATION:
            return _no(read_revocation(response))
        case Purpose.USERINFO | Purpose.RESOURCE:
            return refusal_in(response) or _body_alone(response)
        case _:
            assert_never(exchange.purpose)


def _no(answer: object) -> ErrorResponse | Unrecognised | None:
    """What is no success of its endpoint."""
    return answer if isinstance(answer, ErrorResponse | Unrecognised) else None


def _body_alone(response: Response) -> ErrorResponse | None:
    """The refusal in a body of which nobody saw the head, where the challenge would stand (RFC 6750 section 3)."""
    reply = read_members(response) if response.status == UNSEEN_STATUS else None
    return reply if isinstance(reply, ErrorResponse) else None


def _refused_in_browser(delivery: Response) -> ErrorResponse | None:
    members = dict(members_of(delivery))
    code = error_code(members)
    if code is not None:
        return ErrorResponse(code, members, delivery)
    # A refusal that somebody told of, or that was answered to a script, comes as JSON.
    told = read_members(delivery)
    return told if isinstance(told, ErrorResponse) else None
