"""`refresh_token`: a fresh access token for an old refresh token (RFC 6749 section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.identifiers import REFRESH_TOKEN
from tokencli.oauth.parameter import parameter
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """A refresh token is traded for a fresh access token, without the person."""

    registered: ClassVar[str] = REFRESH_TOKEN
    summary: ClassVar[str] = "a fresh access token for a refresh token"
    spec: ClassVar[str] = "RFC 6749 section 6"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "authorization_details"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = "--issuer https://login.example --client-id app --refresh-token env:REFRESH_TOKEN"
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = "the refresh token"

    refresh_token: str = parameter(
        "reference to the refresh token", spec="RFC 6749 section 6", secret=True, metavar="REF"
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 6749 section 6); never repeated, since a rotating server takes the token once."""
        own = (("grant_type", self.registered), ("refresh_token", self.refresh_token))
        return (yield from request_tokens(channel, common.token_request(own, self.takes)))


GRANT = RefreshToken
