"""`jwt-bearer`: a signed assertion as the grant (RFC 7523 section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.assertion.jwt import check_jwt_assertion
from tokencli.oauth.identifiers import JWT_BEARER
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
class JwtBearer:
    """A JWT from an issuer the server trusts is traded for tokens."""

    registered: ClassVar[str] = JWT_BEARER
    summary: ClassVar[str] = "tokens for a JWT from a trusted issuer"
    spec: ClassVar[str] = "RFC 7523 section 2.1"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "authorization_details"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = "--issuer https://login.example --assertion file:assertion.jwt --scope orders.read"
    interactive: ClassVar[bool] = False

    assertion: str = parameter(
        "reference to the assertion, a JWT", spec="RFC 7523 section 2.1", secret=True, metavar="REF"
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:
        """What the server may not like about the JWT: times, audience, missing claims, no signature."""
        return check_jwt_assertion(self.assertion, server, now)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 7523 section 2.1); never repeated, since a server may take a jti once."""
        own = (("grant_type", self.registered), ("assertion", self.assertion.strip()))
        return (yield from request_tokens(channel, common.token_request(own, self.takes)))


GRANT = JwtBearer
