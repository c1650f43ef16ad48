"""The UserInfo endpoint: what the server tells about the person, plain or signed (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.resource_request import ResourceAnswer, ResourceRequest, ask_resource
from tokencli.wire.exchange import NoAnswer, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.oauth.flow import Ambient, Flow
    from tokencli.oauth.remark import Deviation
    from tokencli.oauth.resource_request import AccessToken
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.message import Headers, Response

ENDPOINT = "userinfo_endpoint"
SIGNED_MEDIA_TYPE = "application/jwt"  # OpenID Connect Core section 5.3.2
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class UserInfo:
    """What the server tells about a person.

    Attributes:
        members: The claims, unchanged.
        response: The response they stood in.
        token: The JWT of a signed answer; empty when the answer was plain.
        deviations: Where the answer strays from OpenID Connect.
        checks: What was checked.
    """

    members: Mapping[str, Any]
    response: Response
    token: str = ""
    deviations: tuple[Deviation, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no check failed."""
        return all(check.passed for check in self.checks)


def ask_userinfo(url: str, token: AccessToken, headers: Headers, ambient: Ambient) -> Flow[ResourceAnswer | NoAnswer]:
    """Asks who the person is.

    Args:
        url: The endpoint.
        token: The access token.
        headers: Further header fields, `Accept` among them.
        ambient: Clock and randomness.
    """
    # OpenID Connect Core section 5.3.1: it is RECOMMENDED that the request use the HTTP GET method.
    return (yield from ask_resource(ResourceRequest("GET", url, headers), token, ambient, Purpose.USERINFO))


def read_userinfo(answer: ResourceAnswer) -> UserInfo | ResourceAnswer | ErrorResponse | Unrecognised:
    """Judges an answer of the UserInfo endpoint; the signature of a signed one is not looked at here."""
    response = answer.response
    if answer.refused:
        return answer
    if response.media_type == SIGNED_MEDIA_TYPE:
        return read_signed_userinfo(response.body.decode("utf-8", "replace").strip(), response)
    document = read_members(response)
    if isinstance(document, Answer) and response.status in _SUCCESS:
        return UserInfo(document.members, response, "", document.deviations)
    if not isinstance(document, Answer):
        return document
    members, deviations = document.members, document.deviations
    return Unrecognised(Unreadable.OTHER, "JSON without claims of a person", response, members, deviations)


def read_signed_userinfo(token: str, response: Response) -> UserInfo | Unrecognised:
    """What a signed answer says, unverified.

    Args:
        token: The JWT.
        response: The response it stood in.
    """
    try:
        claims = peek(token).claims or {}
    except NotAJwt as problem:
        return Unrecognised(Unreadable.OTHER, f"said to be a signed answer, but {problem}", response)
    return UserInfo(claims, response, token)
