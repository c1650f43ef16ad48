"""`device_code`: a person confirms on another device while this one asks again and again (RFC 8628)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.endpoints.device_authorization import (
    DeviceAuthorization,
    request_device_authorization,
    user_code_step,
)
from tokencli.oauth.handed_out import (
    HandedOut,
    hand_out,
    no_wait_parameter,
    require_one_start,
    resume_parameter,
    take_up,
    until_confirmed,
)
from tokencli.oauth.identifiers import DEVICE_CODE
from tokencli.oauth.parameter import parameter
from tokencli.oauth.polling import DEFAULT_INTERVAL_SECONDS, DEFAULT_LIFETIME_SECONDS
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode:
    """A person types a code on another device; meanwhile the token endpoint is polled."""

    registered: ClassVar[str] = DEVICE_CODE
    summary: ClassVar[str] = "a person confirms on another device"
    spec: ClassVar[str] = "RFC 8628"
    takes: ClassVar[frozenset[str]] = frozenset(
        {"scope", "resource", "audience", "acr_values", "authorization_details", "auth_param"}
    )
    endpoints: ClassVar[tuple[str, ...]] = ("device_authorization_endpoint", "token_endpoint")
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = "--issuer https://login.example --client-id tv --scope 'openid profile'"
    interactive: ClassVar[bool] = True
    spends: ClassVar[str] = ""

    device_code: str | None = parameter(
        "reference to a device code already handed out; then only the token endpoint is asked",
        spec="RFC 8628 section 3.4",
        secret=True,
        metavar="REF",
        default=None,
    )
    no_wait: bool = no_wait_parameter()
    resume: str | None = resume_parameter()

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """The device authorization request (RFC 8628 section 3.1), then polling (section 3.4)."""
        require_one_start(device_code=self.device_code, no_wait=self.no_wait, resume=self.resume)
        handed = yield from self._handed_out(channel, common)
        if not isinstance(handed, HandedOut):
            return handed
        if handed.text("user_code"):
            yield user_code_step(handed.members, handed.expires_at - channel.ambient.now())
        if self.no_wait:
            return handed
        own = (("grant_type", self.registered), ("device_code", handed.text("device_code")))
        # The device authorization request named scope, audience and acr_values; RFC 8707 section 2.2 wants resource in both.
        members = common.token_request(own, self.takes & {"resource"})
        return (yield from until_confirmed(handed, lambda: request_tokens(channel, members), channel))

    def _handed_out(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        if self.resume is not None:
            return take_up(channel, self.resume, "device_code")
        if self.device_code is not None:
            bare = {"device_code": self.device_code}
            return hand_out(channel, bare, DEFAULT_LIFETIME_SECONDS, DEFAULT_INTERVAL_SECONDS)
        asked = common.authorization_request(self.takes)
        answer = yield from request_device_authorization(channel, asked)
        if not isinstance(answer, DeviceAuthorization):
            return answer
        return hand_out(channel, answer.members, answer.expires_in, answer.interval, answer.deviations)


GRANT = DeviceCode
