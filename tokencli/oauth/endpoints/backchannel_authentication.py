"""The backchannel authentication endpoint: the server asks a person on their own device (OpenID CIBA Core section 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.polling import DEFAULT_INTERVAL_SECONDS, DEFAULT_LIFETIME_SECONDS, seconds
from tokencli.oauth.remark import Deviation
from tokencli.wire.exchange import NoAnswer, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.oauth.flow import Flow
    from tokencli.wire.form import Members
    from tokencli.wire.message import Response

ENDPOINT = "backchannel_authentication_endpoint"
_SPEC = "OpenID CIBA Core section 7.3"
_OK = 200
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class BackchannelAuthentication:
    """The server's acknowledgement that it asks the person.

    Attributes:
        auth_req_id: What the token endpoint is asked with; a secret.
        expires_in: For how many seconds the request is good.
        interval: The seconds between polls.
        deviations: Where the answer strays from OpenID CIBA Core.
        members: Every member of the answer, unchanged.
    """

    auth_req_id: str = field(repr=False)
    expires_in: float
    interval: float
    deviations: tuple[Deviation, ...] = ()
    members: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


def request_backchannel_authentication(
    channel: BackChannel, members: Members
) -> Flow[BackchannelAuthentication | ErrorResponse | Unrecognised | NoAnswer]:
    """Asks the server to authenticate a person.

    Args:
        channel: The way to the server; the client authenticates as at the token endpoint (OpenID CIBA Core section 7.1).
        members: The members of the request.
    """
    answer = yield from channel.post(ENDPOINT, members, Purpose.BACKCHANNEL_AUTHENTICATION)
    return answer if isinstance(answer, NoAnswer) else read_backchannel_authentication(answer)


def read_backchannel_authentication(response: Response) -> BackchannelAuthentication | ErrorResponse | Unrecognised:
    """Judges a response of the backchannel authentication endpoint."""
    answer = read_members(response)
    if not isinstance(answer, Answer):
        return answer
    members = answer.members
    auth_req_id = members.get("auth_req_id")
    if not isinstance(auth_req_id, str) or not auth_req_id or response.status not in _SUCCESS:
        detail = f"status {response.status} with JSON that is no acknowledgement with an auth_req_id"
        return Unrecognised(Unreadable.MEMBER_MISSING, detail, response, members, answer.deviations)
    return BackchannelAuthentication(
        auth_req_id,
        seconds(members.get("expires_in"), DEFAULT_LIFETIME_SECONDS),
        # OpenID CIBA Core section 7.3: if no value is provided, clients MUST use 5 as the default value.
        seconds(members.get("interval"), DEFAULT_INTERVAL_SECONDS),
        (*answer.deviations, *_deviations(members, response.status)),
        members,
    )


def _deviations(members: Mapping[str, Any], status: int) -> tuple[Deviation, ...]:
    found = []
    if status != _OK:
        found.append(Deviation("status-not-200", f"the acknowledgement came under status {status}, not 200", _SPEC))
    if "expires_in" not in members:
        found.append(Deviation("expires-in-missing", "expires_in is missing; 15 minutes are assumed", _SPEC))
    return tuple(found)
