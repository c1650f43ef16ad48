"""`saml2-bearer`: a SAML 2.0 assertion as the grant (RFC 7522 section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.assertion.made_saml import made_assertion, signed_assertion
from tokencli.oauth.assertion.saml import check_saml_assertion, read_saml_assertion
from tokencli.oauth.assertion.settings import AssertionSettings
from tokencli.oauth.flow import Ambient
from tokencli.oauth.identifiers import SAML2_BEARER
from tokencli.oauth.parameter import Kind, parameter
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Saml2Bearer(AssertionSettings):
    """A SAML 2.0 assertion from an issuer the server trusts is traded for tokens: one at hand, or one made and signed here."""

    registered: ClassVar[str] = SAML2_BEARER
    summary: ClassVar[str] = "tokens for a SAML 2.0 assertion from a trusted issuer"
    spec: ClassVar[str] = "RFC 7522 section 2.1"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "authorization_details"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = "--issuer https://login.example --assertion file:assertion.xml --scope orders.read"
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = "the assertion, which may be good for one use"

    assertion: bytes | None = parameter(
        "reference to the assertion, SAML 2.0 as XML or base64; without one it is made here with --key, --iss and --sub",
        spec="RFC 7522 section 2.1",
        secret=True,
        octets=True,
        metavar="REF",
        default=None,
    )

    claim: tuple[tuple[str, str], ...] = parameter(
        "attribute of the assertion that is made here, a text; NAME@REF from a reference; repeatable",
        spec="SAML 2.0 Core section 2.7.3",
        kind=Kind.PAIR,
        metavar="NAME=VALUE",
        repeatable=True,
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:
        """What the server may not like about the assertion: times, audience, recipient, confirmation, signature.

        Raises:
            UsageProblem: There is no assertion, and what is needed to make one is missing or wrong.
        """
        still = Ambient(now=lambda: now, monotonic=lambda: 0.0, random_octets=bytes)
        unused = () if self.assertion is None else self.left_unused()
        return (*unused, *check_saml_assertion(read_saml_assertion(self._assertion(server, still)), server, now))

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 7522 section 2.1); never repeated, since a server may take an assertion once."""
        encoded = read_saml_assertion(self._assertion(channel.server, channel.ambient)).encoded
        own = (("grant_type", self.registered), ("assertion", encoded))
        members = common.token_request(own, self.takes)
        return (yield from request_tokens(channel, members, unrefreshed="RFC 7521 section 4.1"))

    def _assertion(self, server: Server, ambient: Ambient) -> bytes:
        if self.assertion is not None:
            return self.assertion
        key = self.signing_key()
        return signed_assertion(made_assertion(self, server, ambient), key, self.alg)


GRANT = Saml2Bearer
