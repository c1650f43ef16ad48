"""Pushed authorization requests: the request goes over the back channel, the browser carries a reference (RFC 9126)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.wire.exchange import NoAnswer, Purpose

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.oauth.flow import Flow
    from tokencli.wire.form import Members
    from tokencli.wire.message import Response

ENDPOINT = "pushed_authorization_request_endpoint"


def push(channel: BackChannel, members: Members) -> Flow[str | ErrorResponse | Unrecognised | NoAnswer]:
    """Pushes an authorization request.

    Args:
        channel: The way to the server; the client authenticates as at the token endpoint (RFC 9126 section 2).
        members: The members of the request.

    Returns:
        The `request_uri`, or what came instead.
    """
    # RFC 9126 section 2.1: the request_uri authorization request parameter MUST NOT be provided; nothing here makes one.
    answer = yield from channel.post(ENDPOINT, members, Purpose.PUSHED_AUTHORIZATION)
    return answer if isinstance(answer, NoAnswer) else read_pushed(answer)


def read_pushed(answer: Response) -> str | ErrorResponse | Unrecognised:
    """Judges the answer to a pushed request (RFC 9126 section 2.2).

    Args:
        answer: The response.

    Returns:
        The `request_uri`, or what came instead.
    """
    document = read_members(answer)
    if not isinstance(document, Answer):
        return document
    uri = document.members.get("request_uri")
    if not isinstance(uri, str) or not uri:
        return Unrecognised(
            Unreadable.MEMBER_MISSING, "JSON without request_uri", answer, document.members, document.deviations
        )
    return uri
