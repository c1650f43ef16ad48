"""A request to a protected resource with an access token, and what its answer says (RFC 6750)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.oauth.dpop import TOKEN_TYPE, Dpop, send_proven
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import Send
from tokencli.wire.challenge import Challenge, read_challenges
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import Headers, Request, Response, build_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.flow import Ambient, Flow

_REFUSED = 400  # and above: RFC 9110 section 15.5 and 15.6


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token on its way to a resource.

    Attributes:
        value: The token; opaque (RFC 6749 section 1.4).
        token_type: The type as the server wrote it; empty means Bearer.
        dpop: The key it is bound to; None when it is bound to none.
    """

    value: str = field(repr=False)
    token_type: str = ""
    dpop: Dpop | None = None

    @property
    def scheme(self) -> str:
        """The authentication scheme that the token is sent with.

        Raises:
            UsageProblem: The type is not known.
        """
        known = {"": "Bearer", "bearer": "Bearer", "dpop": TOKEN_TYPE}
        # RFC 6749 section 7.1: the client MUST NOT use an access token if it does not understand the token type.
        if self.token_type.lower() not in known:
            raise UsageProblem(
                f"a token of the type {self.token_type} cannot be sent to a resource",
                "what can be sent is Bearer and DPoP",
            )
        return known[self.token_type.lower()]

    def headers(self, method: str, url: str, ambient: Ambient) -> Headers:
        """The header fields that carry it.

        Args:
            method: The HTTP method of the request.
            url: Its URL.
            ambient: Clock and randomness, for a proof.

        Raises:
            UsageProblem: Its type is not known, or no header can carry it.
        """
        # RFC 6750 section 2.1: the token is of the characters of token68; RFC 9110 section 5.5 forbids line ends in fields.
        if not re.fullmatch(r"[\x21-\x7e]+", self.value):
            raise UsageProblem("the access token holds characters that no header carries", "check where it comes from")
        carried = (("Authorization", f"{self.scheme} {self.value}"),)
        if self.scheme != TOKEN_TYPE:
            return carried
        # RFC 9449 section 7.1: a DPoP-bound token is sent with the scheme DPoP and a proof; as Bearer it would be refused.
        if self.dpop is None:
            raise UsageProblem("the access token is bound to a DPoP key, and the key is not here", "give --dpop-key")
        return (*carried, *self.dpop.headers(method, url, ambient, self.value))


@dataclass(frozen=True, slots=True)
class ResourceAnswer:
    """What a protected resource answered, whatever it is: to a client only its status and challenges have a meaning.

    Attributes:
        response: The response.
        challenges: What it wants to see in `Authorization`.
    """

    response: Response
    challenges: tuple[Challenge, ...]

    @property
    def refused(self) -> bool:
        """Whether the resource said no, or failed."""
        return self.response.status >= _REFUSED


@dataclass(frozen=True, slots=True)
class ResourceRequest:
    """A request to a resource, without the token.

    Attributes:
        method: The HTTP method.
        url: The absolute URL.
        headers: The header fields.
        body: The octets of the body; None when there is none.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes | None = None

    def carrying(self, token: AccessToken, ambient: Ambient) -> Request:
        """The complete request. Errors as for `AccessToken.headers`."""
        carried = token.headers(self.method, self.url, ambient)
        return build_request(self.method, self.url, (*self.headers, *carried), self.body)


def ask_resource(
    wanted: ResourceRequest,
    token: AccessToken,
    ambient: Ambient,
    purpose: Purpose,
    hands_on: Callable[[Response], bool] | None = None,
) -> Flow[ResourceAnswer | NoAnswer]:
    """Asks a resource, and once more when it wants its nonce in the proof (RFC 9449 section 9). Redirects are answers: a credential never follows one (RFC 6750 section 5.3).

    Args:
        wanted: The request.
        token: The access token.
        ambient: Clock and randomness.
        purpose: What the request is for.
        hands_on: Judges the head of an answer: whether its body is to be handed on as it comes; None for never.

    Raises:
        UsageProblem: The token cannot be sent.
    """
    dpop = token.dpop if token.scheme == TOKEN_TYPE else None
    answer = yield from send_proven(dpop, lambda: Send(wanted.carrying(token, ambient), purpose), hands_on)
    return answer if isinstance(answer, NoAnswer) else read_resource_answer(answer)


def read_resource_answer(response: Response) -> ResourceAnswer:
    """Reads the challenges of an answer."""
    return ResourceAnswer(response, read_challenges(response.headers_named("www-authenticate")))


def refusal_in(response: Response) -> ErrorResponse | None:
    """The refusal that stands in the challenges of an answer (RFC 6750 section 3); None when none names an error.

    Args:
        response: The response of a resource.
    """
    if response.status < _REFUSED:
        return None
    for challenge in read_challenges(response.headers_named("www-authenticate")):
        error = challenge.get("error")
        if error:
            return ErrorResponse(error, dict(challenge.parameters), response)
    return None
