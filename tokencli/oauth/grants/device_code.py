"""`device_code`: a person confirms on another device while this one asks again and again (RFC 8628)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.endpoints.device_authorization import (
    DeviceAuthorization,
    request_device_authorization,
)
from tokencli.oauth.flow import ShowUserCode
from tokencli.oauth.identifiers import DEVICE_CODE
from tokencli.oauth.parameter import parameter
from tokencli.oauth.polling import DEFAULT_INTERVAL_SECONDS, DEFAULT_LIFETIME_SECONDS, poll
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

    device_code: str | None = parameter(
        "reference to a device code already handed out; then only the token endpoint is asked",
        spec="RFC 8628 section 3.4",
        secret=True,
        metavar="REF",
        default=None,
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """The device authorization request (RFC 8628 section 3.1), then polling (section 3.4)."""
        if self.device_code is not None:
            return (
                yield from self._poll(
                    channel, common, self.device_code, DEFAULT_INTERVAL_SECONDS, DEFAULT_LIFETIME_SECONDS
                )
            )
        asked = common.authorization_request(self.takes)
        handed = yield from request_device_authorization(channel, asked)
        if not isinstance(handed, DeviceAuthorization):
            return handed
        yield ShowUserCode(
            handed.user_code, handed.verification_uri, handed.verification_uri_complete, handed.expires_in
        )
        return (yield from self._poll(channel, common, handed.device_code, handed.interval, handed.expires_in))

    def _poll(
        self, channel: BackChannel, common: CommonMembers, device_code: str, interval: float, lifetime: float
    ) -> Flow[Outcome]:
        own = (("grant_type", self.registered), ("device_code", device_code))
        # The device authorization request named scope, audience and acr_values; RFC 8707 section 2.2 wants resource in both.
        members = common.token_request(own, self.takes & {"resource"})
        return (yield from poll(lambda: request_tokens(channel, members), channel.ambient, interval, lifetime))


GRANT = DeviceCode
