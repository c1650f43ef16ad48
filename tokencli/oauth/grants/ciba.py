"""`ciba`: the server asks a person on their own device while the token endpoint is polled (OpenID CIBA Core)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.redirect_uri import listening
from tokencli.oauth.endpoints.backchannel_authentication import (
    BackchannelAuthentication,
    request_backchannel_authentication,
)
from tokencli.oauth.endpoints.client_notification import judge_ping, make_notification_token
from tokencli.oauth.flow import AwaitPing, Listen, ListenForPing, ShowBindingMessage
from tokencli.oauth.handed_out import (
    HandedOut,
    hand_out,
    no_wait_parameter,
    require_one_start,
    resume_parameter,
    take_up,
    until_confirmed,
)
from tokencli.oauth.identifiers import CIBA
from tokencli.oauth.parameter import Kind, parameter
from tokencli.oauth.polling import DEFAULT_INTERVAL_SECONDS, DEFAULT_LIFETIME_SECONDS, TimedOut
from tokencli.oauth.remark import Remark
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.server import Server
    from tokencli.wire.form import Members

_REQUEST = "OpenID CIBA Core section 7.1"
_HINTS = ("login_hint", "login_hint_token", "id_token_hint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ciba:
    """A person is asked on their own device, without a browser here; meanwhile the token endpoint is polled."""

    registered: ClassVar[str] = CIBA
    summary: ClassVar[str] = "the server asks a person on their own device"
    spec: ClassVar[str] = "OpenID CIBA Core 1.0"
    takes: ClassVar[frozenset[str]] = frozenset(
        {"scope", "resource", "audience", "acr_values", "authorization_details", "auth_param"}
    )
    endpoints: ClassVar[tuple[str, ...]] = ("backchannel_authentication_endpoint", "token_endpoint")
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id desk --client-secret env:DESK_SECRET --scope openid"
        " --login-hint alice@example.com --binding-message W4SCT"
    )
    interactive: ClassVar[bool] = True
    spends: ClassVar[str] = "the attention of a person"

    login_hint: str | None = parameter("who is expected to sign in", spec=_REQUEST, default=None)
    login_hint_token: str | None = parameter(
        "reference to a token that names the person", spec=_REQUEST, secret=True, metavar="REF", default=None
    )
    id_token_hint: str | None = parameter(
        "reference to an ID token of the person", spec=_REQUEST, secret=True, metavar="REF", default=None
    )
    binding_message: str | None = parameter(
        "short text that the person sees here and on their device", spec=_REQUEST, default=None
    )
    user_code: str | None = parameter(
        "reference to the code by which the person agrees to be asked",
        spec=_REQUEST,
        secret=True,
        metavar="REF",
        default=None,
    )
    requested_expiry: int | None = parameter(
        "for how many seconds the request is to be good", spec=_REQUEST, kind=Kind.COUNT, default=None
    )
    client_notification_endpoint: str | None = parameter(
        "registered endpoint of a client in ping mode; its path is awaited there, or at --listen",
        spec="OpenID CIBA Core section 10.2",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    listen: str | None = parameter(
        "address to bind where it is not that of the endpoint, as behind a tunnel",
        spec="OpenID CIBA Core section 9",
        metavar="HOST:PORT",
        default=None,
    )
    auth_req_id: str | None = parameter(
        "reference to an auth_req_id already handed out; then only the token endpoint is asked",
        spec="OpenID CIBA Core section 10.1",
        secret=True,
        metavar="REF",
        default=None,
    )
    no_wait: bool = no_wait_parameter()
    resume: str | None = resume_parameter()

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - the clock decides nothing here
        """What the metadata says against this request."""
        found = []
        modes = server.listed("backchannel_token_delivery_modes_supported")
        if self.client_notification_endpoint is not None and modes is not None and "ping" not in modes:
            found.append(
                Remark(f"the server delivers by {', '.join(modes)}, not by ping", "OpenID CIBA Core section 4")
            )
        if (self.client_notification_endpoint or "").startswith("http:"):
            # OpenID CIBA Core section 4: it MUST be an HTTPS URL.
            found.append(Remark("the client notification endpoint is not https", "OpenID CIBA Core section 4"))
        supports = server.metadata.get("backchannel_user_code_parameter_supported")
        if self.user_code is not None and server.metadata and supports is not True:
            found.append(Remark("the metadata does not say that user_code is supported", "OpenID CIBA Core section 4"))
        return tuple(found)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """The authentication request (OpenID CIBA Core section 7.1), then polling (section 10.1) or a ping (section 10.2)."""
        starts = {"auth_req_id": self.auth_req_id, "no_wait": self.no_wait, "resume": self.resume}
        require_one_start(**starts, client_notification_endpoint=self.client_notification_endpoint)
        if self.client_notification_endpoint is not None:
            return (yield from self._by_ping(channel, common, self.client_notification_endpoint))
        handed = yield from self._handed_out(channel, common)
        if not isinstance(handed, HandedOut) or self.no_wait:
            return handed
        return (yield from self._tokens(channel, common, handed))

    def _by_ping(self, channel: BackChannel, common: CommonMembers, endpoint: str) -> Flow[Outcome]:
        # The server may notify before it has answered: listen first.
        yield ListenForPing(_where(endpoint, self.listen))
        token = make_notification_token(channel.ambient)
        handed = yield from self._ask_person(channel, common, (("client_notification_token", token),))
        if not isinstance(handed, HandedOut):
            return handed
        left = handed.expires_at - channel.ambient.now()
        auth_req_id = handed.text("auth_req_id")
        came = yield AwaitPing(
            lambda ping: judge_ping(ping, token, auth_req_id), left, channel.ambient.monotonic() + left
        )
        return (yield from self._tokens(channel, common, handed, at_once=True)) if came else TimedOut(left)

    def _handed_out(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        if self.resume is not None:
            return take_up(channel, self.resume, "auth_req_id")
        if self.auth_req_id is not None:
            bare = {"auth_req_id": self.auth_req_id}
            return hand_out(channel, bare, DEFAULT_LIFETIME_SECONDS, DEFAULT_INTERVAL_SECONDS)
        return (yield from self._ask_person(channel, common))

    def _ask_person(self, channel: BackChannel, common: CommonMembers, further: Members = ()) -> Flow[Outcome]:
        members = common.authorization_request(self.takes, (*further, *self._own()))
        _require_one_hint(members)
        answer = yield from request_backchannel_authentication(channel, members)
        if not isinstance(answer, BackchannelAuthentication):
            return answer
        yield ShowBindingMessage(dict(members).get("binding_message", ""), answer.expires_in)
        return hand_out(channel, answer.members, answer.expires_in, answer.interval, answer.deviations)

    def _own(self) -> Members:
        names = (*_HINTS, "binding_message", "user_code", "requested_expiry")
        return tuple((name, str(getattr(self, name))) for name in names if getattr(self, name) is not None)

    def _tokens(
        self, channel: BackChannel, common: CommonMembers, handed: HandedOut, *, at_once: bool = False
    ) -> Flow[Outcome]:
        own = (("grant_type", self.registered), ("auth_req_id", handed.text("auth_req_id")))
        # The authentication request named scope, audience and acr_values; RFC 8707 section 2.2 wants resource in both.
        members = common.token_request(own, self.takes & {"resource"})
        return (yield from until_confirmed(handed, lambda: request_tokens(channel, members), channel, at_once=at_once))


def _require_one_hint(members: Members) -> None:
    names = [name for name, _ in members]
    given = [name for name in names if name in _HINTS]
    # OpenID CIBA Core section 7.1.1: a signed request holds the hints, and no other members stand beside it.
    if "request" in names or len(given) == 1:
        return
    # OpenID CIBA Core section 7.1: one (and only one) of the hints is REQUIRED in the request.
    options = ", ".join("--" + name.replace("_", "-") for name in _HINTS)
    told = f"it has {' and '.join(given)}" if given else "it has none"
    raise UsageProblem(f"the request must say who is asked, by exactly one hint; {told}", f"give one of {options}")


def _where(endpoint: str, listen: str | None) -> Listen:
    """Where to listen for the notification: at the endpoint itself, or where a tunnel ends, which speaks TLS for us."""
    where = listening(endpoint, listen, ())
    if where is None:
        raise UsageProblem(
            f"the client notification endpoint {endpoint} is not on this machine",
            "give --listen with the address here that its requests are passed on to",
        )
    return where.step if listen is None else replace(where.step, tls=False)


GRANT = Ciba
