"""The device authorization endpoint: a code for the device and one for the person (RFC 8628 section 3.1 and 3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.flow import ShowUserCode
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

_SPEC = "RFC 8628 section 3.2"
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class DeviceAuthorization:
    """What the server hands out for one sign-in on another device.

    Attributes:
        device_code: The code that is polled with; a secret.
        user_code: The code the person types, to be shown exactly as given.
        verification_uri: Where the person types it.
        verification_uri_complete: The same with the code in it; empty when there is none.
        expires_in: For how many seconds both codes are good.
        interval: The seconds between polls.
        deviations: Where the answer strays from RFC 8628.
        members: Every member of the answer, unchanged.
    """

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: float
    interval: float
    deviations: tuple[Deviation, ...] = ()
    members: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


def request_device_authorization(
    channel: BackChannel, members: Members
) -> Flow[DeviceAuthorization | ErrorResponse | Unrecognised | NoAnswer]:
    """Asks for a device code.

    Args:
        channel: The way to the server.
        members: `scope` and what else the person asked for.
    """
    answer = yield from channel.post("device_authorization_endpoint", members, Purpose.DEVICE_AUTHORIZATION)
    return answer if isinstance(answer, NoAnswer) else read_device_authorization(answer)


def read_device_authorization(response: Response) -> DeviceAuthorization | ErrorResponse | Unrecognised:
    """Judges a response of the device authorization endpoint."""
    answer = read_members(response)
    if not isinstance(answer, Answer):
        return answer
    members = answer.members
    missing = [
        name
        for name, value in (
            ("device_code", members.get("device_code")),
            ("user_code", members.get("user_code")),
            ("verification_uri", _uri(members)),
        )
        if not isinstance(value, str) or not value
    ]
    if missing or response.status not in _SUCCESS:
        detail = f"status {response.status} without {' and '.join(missing)}" if missing else f"status {response.status}"
        return Unrecognised(Unreadable.MEMBER_MISSING, detail, response, members, answer.deviations)
    expires_in = seconds(members.get("expires_in"), DEFAULT_LIFETIME_SECONDS)
    shown = user_code_step(members, expires_in)
    return DeviceAuthorization(
        str(members["device_code"]),
        shown.user_code,
        shown.verification_uri,
        shown.verification_uri_complete,
        expires_in,
        # RFC 8628 section 3.2: if no value is provided, clients MUST use 5 as the default.
        seconds(members.get("interval"), DEFAULT_INTERVAL_SECONDS),
        (*answer.deviations, *_deviations(members)),
        members,
    )


def user_code_step(members: Mapping[str, Any], expires_in: float) -> ShowUserCode:
    """The step that shows a person where to go and what to type.

    Args:
        members: The members of a device authorization.
        expires_in: For how many seconds the code is still good.
    """
    complete = members.get("verification_uri_complete") or members.get("verification_url_complete") or ""
    return ShowUserCode(str(members.get("user_code")), str(_uri(members)), str(complete), expires_in)


def _uri(members: Mapping[str, Any]) -> Any:
    # Google answers with `verification_url`, the name the draft of 2015 had.
    return members.get("verification_uri") or members.get("verification_url")


def _deviations(members: Mapping[str, Any]) -> tuple[Deviation, ...]:
    found = []
    if "verification_uri" not in members:
        found.append(
            Deviation("verification-url", "the member is called verification_url, not verification_uri", _SPEC)
        )
    if "expires_in" not in members:
        found.append(Deviation("expires-in-missing", "expires_in is missing; 15 minutes are assumed", _SPEC))
    return tuple(found)
