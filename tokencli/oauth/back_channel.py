"""The one authenticated POST that every endpoint of an authorization server is asked with (RFC 6749 section 3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tokencli.errors import UsageProblem
from tokencli.jose.decrypt import Opener
from tokencli.oauth.dpop import Dpop, send_proven
from tokencli.oauth.flow import Ambient, Flow, Send, Wait
from tokencli.wire import form
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.http_date import read_http_date
from tokencli.wire.message import FORM_MEDIA_TYPE, Headers, Response, build_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server
    from tokencli.wire.form import Members

LONGEST_RETRY_AFTER_SECONDS = 30.0
RETRY_PAUSE_SECONDS = 1.0
# RFC 9449 sections 5 and 10.1: requests for tokens, and pushed requests that bind the code.
_PROVEN = frozenset({"token_endpoint", "pushed_authorization_request_endpoint"})
_TRY_LATER = frozenset({429, 503})  # RFC 6585 section 4, RFC 9110 section 15.6.4
# RFC 6749 section 2.3.1, RFC 7521 section 4.2: the members that prove who the client is.
_PROOFS = frozenset({"client_secret", "client_assertion"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """What client authentication adds to a request.

    Attributes:
        headers: Header fields.
        members: Members of the form, after all others.
        remarks: What the server may not like about them, seen only now that they are made.
    """

    headers: Headers = ()
    members: Members = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes, for the methods that name it in what they sign.

    Attributes:
        server: The server.
        url: The URL of the endpoint.
        override: Whether the person wants sent what would be refused.
    """

    server: Server
    url: str
    override: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request is for, and what is said of it."""

    accept: str
    purpose: Purpose
    remarks: tuple[Remark, ...]


class Authenticates(Protocol):
    """A client authentication method, ready for use."""

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:
        """Makes the credentials for one request; asked anew for every try."""


_NO_KEY = Opener(lambda: None)


@dataclass(frozen=True, slots=True)
class BackChannel:
    """The way from the client to one authorization server.

    Attributes:
        server: Where the endpoints are.
        authentication: How the client shows who it is.
        ambient: Clock and randomness.
        user_agent: The value of `User-Agent`.
        extra_headers: Header fields the person asked for.
        override: Whether the person's members and headers may replace ours, and what would be refused is sent.
        retries: How often a request that cannot spend anything twice is repeated.
        timeout: The seconds one request may take.
        client_id: The client, as ID tokens must name it; empty when it has no id.
        client_secret: The client secret, the key of ID tokens that are signed with it; empty when there is none.
        dpop: The key that tokens are to be bound to; None when they are to be bound to none.
        opener: Opens what the server encrypted to the client.
        strict: Whether any deviation of a server is an error, so that nothing is built on it.
    """

    server: Server
    authentication: Authenticates
    ambient: Ambient
    user_agent: str
    extra_headers: Headers = ()
    override: bool = False
    retries: int = 0
    timeout: float = 30.0
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    dpop: Dpop | None = None
    opener: Opener = _NO_KEY
    strict: bool = False

    def post(
        self,
        endpoint: str,
        members: Members | Callable[[], Members],
        purpose: Purpose,
        *,
        repeatable: bool = False,
        accept: str = "application/json",
        remarks: tuple[Remark, ...] = (),
    ) -> Flow[Response | NoAnswer]:
        """Asks an endpoint, and asks again only where nothing can be spent twice.

        Args:
            endpoint: The endpoint's metadata name.
            members: The members of the form, without the client's credentials; what makes them is asked anew for every try.
            purpose: What the request is for.
            repeatable: Whether the request may be sent again after a failed connection, 429 or 503.
            accept: The media type that is wanted.
            remarks: What the server may not like about the members, seen only now.
        """
        url = self.server.endpoint(endpoint)
        dpop = self.dpop if endpoint in _PROVEN else None
        tries = self.retries if repeatable else 0
        made = members if callable(members) else lambda: members
        while True:
            answer = yield from send_proven(
                dpop, lambda: self._step(url, made(), _Asked(accept, purpose, remarks), dpop)
            )
            pause = self._pause(answer)
            if tries == 0 or pause is None:
                return answer
            tries -= 1
            yield Wait(pause, "the server is not ready; trying again")

    def _step(self, url: str, members: Members, asked: _Asked, dpop: Dpop | None) -> Send:
        credentials = self.authentication.credentials(self.ambient, Target(self.server, url, self.override))
        self._refuse_second_method(members, credentials)
        body = form.encode(self._joined(members, credentials.members)).encode("ascii")
        headers = (
            ("Accept", asked.accept),
            ("User-Agent", self.user_agent),
            # RFC 6749 section 3.2 and appendix B: "application/x-www-form-urlencoded" with UTF-8.
            ("Content-Type", FORM_MEDIA_TYPE),
            *credentials.headers,
            *(dpop.headers("POST", url, self.ambient) if dpop else ()),
        )
        request = build_request("POST", url, self._with_extra(headers), body)
        return Send(request, asked.purpose, remarks=(*asked.remarks, *credentials.remarks))

    def _refuse_second_method(self, members: Members, credentials: Credentials) -> None:
        ours = {name for name, _ in credentials.members} & _PROOFS
        ours |= {"Authorization"} if credentials.headers else set()
        theirs = {name for name, _ in members} & _PROOFS
        theirs |= {"Authorization" for name, _ in self.extra_headers if name.lower() == "authorization"}
        # RFC 6749 section 2.3: the client MUST NOT use more than one authentication method in each request.
        if ours and theirs - ours and not self.override:
            raise UsageProblem(
                f"the client would authenticate twice: with {', '.join(sorted(ours))} and with {', '.join(sorted(theirs))}",
                "leave one of them out, name --auth-method none, or add --override to send both",
            )

    def _joined(self, members: Members, credentials: Members) -> Members:
        # RFC 6749 section 3.2: request parameters MUST NOT be included more than once.
        names = {name for name, _ in members}
        twice = [name for name, value in credentials if name in names and (name, value) not in members]
        if twice and not self.override:
            raise UsageProblem(
                f"--param {twice[0]} repeats what client authentication sends itself", "leave it out, or add --override"
            )
        return (*members, *((name, value) for name, value in credentials if name not in names))

    def _with_extra(self, headers: Headers) -> Headers:
        names = {name.lower() for name, _ in self.extra_headers}
        twice = [name for name, _ in headers if name.lower() in names]
        if twice and not self.override:
            raise UsageProblem(
                f"--header {twice[0]} repeats a header that is sent anyway", "leave it out, or add --override"
            )
        return (*(pair for pair in headers if pair[0].lower() not in names), *self.extra_headers)

    def _pause(self, answer: Response | NoAnswer) -> float | None:
        """How long to wait before the same request may be sent again; None when it must not be."""
        if isinstance(answer, NoAnswer):
            return None if answer.sent else RETRY_PAUSE_SECONDS
        if answer.status not in _TRY_LATER:
            return None
        pause = retry_after(answer, self.ambient.now())
        if pause is None:
            return RETRY_PAUSE_SECONDS
        return pause if pause <= min(LONGEST_RETRY_AFTER_SECONDS, self.timeout) else None


def retry_after(response: Response, now: float) -> float | None:
    """The seconds a server asks to wait, given as a number or a date (RFC 9110 section 10.2.3).

    Args:
        response: The response.
        now: The wall clock, in seconds since 1970-01-01 UTC.

    Returns:
        The seconds, never negative; None when the server did not say.
    """
    told = (response.header("retry-after") or "").strip()
    if told.isascii() and told.isdigit():
        return float(told) if len(told) < 10 else float("inf")  # noqa: PLR2004 - ten digits are 30 years
    moment = read_http_date(told)
    return None if moment is None else max(0.0, moment - now)
