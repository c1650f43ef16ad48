"""`client_credentials`: a token for the client itself (RFC 6749 section 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.identifiers import CLIENT_CREDENTIALS
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCredentials:
    """A program asks for a token in its own name; no person is involved."""

    registered: ClassVar[str] = CLIENT_CREDENTIALS
    summary: ClassVar[str] = "a token for the client itself"
    spec: ClassVar[str] = "RFC 6749 section 4.4"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "authorization_details"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id ci --client-secret env:CI_SECRET --scope orders.read -o token"
    )
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = ""

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 6749 section 4.4.2); it may be repeated, since it spends nothing."""
        members = common.token_request((("grant_type", self.registered),), self.takes)
        return (yield from request_tokens(channel, members, repeatable=True, unrefreshed="RFC 6749 section 4.4.3"))


GRANT = ClientCredentials
