"""`password`: a user name and a password given to the client (RFC 6749 section 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.identifiers import PASSWORD
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
class Password:
    """A person hands user name and password to the client; kept for servers that know nothing better."""

    registered: ClassVar[str] = PASSWORD
    summary: ClassVar[str] = "a user name and password, handed to the client"
    spec: ClassVar[str] = "RFC 6749 section 4.3"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "acr_values"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    # RFC 9700 section 2.4: the resource owner password credentials grant MUST NOT be used.
    discouraged: ClassVar[str] = "it shows the password to the client and knows no second factor (RFC 9700 section 2.4)"
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id app --client-secret env:APP_SECRET "
        "--username alice --password prompt: --idp corp --tenant acme"
    )
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = "a try of the password"

    username: str = parameter("the person's user name", spec="RFC 6749 section 4.3.2")
    password: str = parameter("reference to the password", spec="RFC 6749 section 4.3.2", secret=True, metavar="REF")

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 6749 section 4.3.2)."""
        own = (("grant_type", self.registered), ("username", self.username), ("password", self.password))
        return (yield from request_tokens(channel, common.token_request(own, self.takes)))


GRANT = Password
