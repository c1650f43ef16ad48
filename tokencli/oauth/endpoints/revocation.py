"""The revocation endpoint: a token that is needed no more (RFC 7009)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.remark import Deviation
from tokencli.wire.exchange import NoAnswer, Purpose

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Flow
    from tokencli.wire.form import Members
    from tokencli.wire.message import Response

ENDPOINT = "revocation_endpoint"
_OK = 200
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Revoked:
    """The server said yes: the token is not good any more, or never was one.

    Attributes:
        response: The response.
        deviations: Where it strays from RFC 7009.
    """

    response: Response
    deviations: tuple[Deviation, ...] = ()


def revoke_token(channel: BackChannel, members: Members) -> Flow[Revoked | ErrorResponse | Unrecognised | NoAnswer]:
    """Revokes a token; doing it twice does no harm, so it may be asked again.

    Args:
        channel: The way to the server.
        members: The members of the form, `token` among them (RFC 7009 section 2.1).
    """
    answer = yield from channel.post(ENDPOINT, members, Purpose.REVOCATION, repeatable=True)
    return answer if isinstance(answer, NoAnswer) else read_revocation(answer)


def read_revocation(response: Response) -> Revoked | ErrorResponse | Unrecognised:
    """Judges an answer of the revocation endpoint."""
    answer = read_members(response)
    # RFC 7009 section 2.2: the content of the response body is ignored by the client. But a page is from somebody else, and an
    # error is none less for its status.
    if response.status in _SUCCESS and "html" not in response.media_type and not isinstance(answer, ErrorResponse):
        return Revoked(response, _deviations(response.status))
    if not isinstance(answer, Answer):
        return answer
    detail = f"status {response.status} with JSON that names no error"
    return Unrecognised(Unreadable.MEMBER_MISSING, detail, response, answer.members, answer.deviations)


def _deviations(status: int) -> tuple[Deviation, ...]:
    if status == _OK:
        return ()
    # RFC 7009 section 2.2: the authorization server responds with HTTP status code 200.
    return (Deviation("status-not-200", f"the answer came under status {status}, not 200", "RFC 7009 section 2.2"),)
