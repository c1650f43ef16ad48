"""`jwt-bearer`: a signed assertion as the grant (RFC 7523 section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.assertion.made_jwt import made_claims, signed_jwt
from tokencli.oauth.assertion.settings import AssertionSettings
from tokencli.oauth.flow import Ambient
from tokencli.oauth.identifiers import JWT_BEARER
from tokencli.oauth.jwt_assertion import check_claims, check_jwt_assertion
from tokencli.oauth.parameter import Kind, parameter
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server
    from tokencli.wire.form import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class JwtBearer(AssertionSettings):
    """A JWT from an issuer the server trusts is traded for tokens: one at hand, or one that is made and signed here."""

    registered: ClassVar[str] = JWT_BEARER
    summary: ClassVar[str] = "tokens for a JWT from a trusted issuer"
    spec: ClassVar[str] = "RFC 7523 section 2.1"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "authorization_details"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --key file:key.pem --iss robot.example --sub alice@example.com --scope orders.read"
    )
    interactive: ClassVar[bool] = False
    of_making: ClassVar[tuple[str, ...]] = (*AssertionSettings.of_making, "claims_file")
    spends: ClassVar[str] = "the assertion, which may be good for one use"

    assertion: str | None = parameter(
        "reference to the assertion, a JWT; without one it is made here with --key and --iss",
        spec="RFC 7523 section 2.1",
        secret=True,
        metavar="REF",
        default=None,
    )
    claims_file: str | None = parameter(
        "JSON object of claims for the assertion that is made here", kind=Kind.DOCUMENT, metavar="FILE|-", default=None
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:
        """What the server may not like about the JWT: times, audience, missing claims, no signature.

        Raises:
            UsageProblem: There is no assertion, and what is needed to make one is missing or wrong.
        """
        if self.assertion is not None:
            return (*self.left_unused(), *check_jwt_assertion(self.assertion, server, now))
        still = Ambient(now=lambda: now, monotonic=lambda: 0.0, random_octets=bytes)
        claims = made_claims(self, self.claims_file, server, still)
        signed_jwt(self, claims)  # so that a key that cannot be used is told before anything is sent
        return check_claims(claims, server, now)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 7523 section 2.1); never repeated, since a server may take a jti once."""

        def members() -> Members:
            # RFC 9449 section 8: asked for a nonce, the request is sent once more; what is made here has a new jti then.
            own = (("grant_type", self.registered), ("assertion", self._assertion(channel)))
            return common.token_request(own, self.takes)

        return (yield from request_tokens(channel, members, unrefreshed="RFC 7521 section 4.1"))

    def _assertion(self, channel: BackChannel) -> str:
        if self.assertion is not None:
            return self.assertion.strip()
        return signed_jwt(self, made_claims(self, self.claims_file, channel.server, channel.ambient))


GRANT = JwtBearer
