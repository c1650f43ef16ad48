"""What a person may say about an assertion that is made and signed here, declared once for JWT and SAML (RFC 7521 section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.errors import UsageProblem
from tokencli.oauth.client import alg_parameter, key_parameter, key_passphrase_parameter, kid_parameter
from tokencli.oauth.parameter import Kind, parameter, parameters_of
from tokencli.oauth.remark import Remark

if TYPE_CHECKING:
    from tokencli.jose.keys import SigningKey
    from tokencli.oauth.server import Server

LIFETIME_SECONDS = 120.0  # RFC 7521 section 8.2 wants it short; Salesforce takes no more than three minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionSettings:
    """An assertion as a person wants it made: by whom, about whom, for whom, how long, and with which key."""

    spec: ClassVar[str]
    of_making: ClassVar[tuple[str, ...]] = ("iss", "sub", "aud", "lifetime", "claim")

    iss: str | None = parameter(
        "who makes the assertion, when it is made here", spec="RFC 7521 section 5.1", metavar="TEXT", default=None
    )
    sub: str | None = parameter("whom it is about", spec="RFC 7521 section 5.1", metavar="TEXT", default=None)
    aud: str | None = parameter(
        "whom it is for; default: the issuer, or the token endpoint where none is known",
        spec="RFC 7521 section 5.1, RFC 10070",
        metavar="TEXT",
        default=None,
    )
    lifetime: float = parameter(
        "how long it is good", spec="RFC 7521 section 5.1", kind=Kind.DURATION, metavar="2m", default=LIFETIME_SECONDS
    )
    claim: tuple[tuple[str, str], ...] = parameter(
        "further claim of the assertion; NAME:=JSON for what is no text, NAME@REF from a reference; repeatable",
        spec="RFC 7523 section 3",
        kind=Kind.PAIR,
        metavar="NAME=VALUE",
        repeatable=True,
    )
    key: bytes | None = key_parameter(default=None)
    key_passphrase: str | None = key_passphrase_parameter()
    kid: str | None = kid_parameter()
    alg: str | None = alg_parameter()

    def audience(self, server: Server) -> str:
        """Whom the assertion is for.

        Args:
            server: Where it is sent.
        """
        # RFC 10070: of a grant, the audience is the issuer identifier or the token endpoint; the client sees to it.
        return self.aud or server.issuer or server.endpoint("token_endpoint")

    def end(self, now: float) -> float:
        """Until when it is good, in seconds since 1970-01-01 UTC.

        Args:
            now: The wall clock.

        Raises:
            UsageProblem: It would be good for no time.
        """
        if self.lifetime < 1:
            raise UsageProblem(
                "--lifetime: an assertion that is made here lives a second at least", "give it, such as 2m"
            )
        return now + self.lifetime

    def left_unused(self) -> tuple[Remark, ...]:
        """Says which of these settings do nothing, since the assertion is at hand and nothing is made here."""
        usual = {one.name: one.default for one in parameters_of(type(self))}
        named = ["--" + name.replace("_", "-") for name in self.of_making if getattr(self, name) != usual[name]]
        if self.kid is not None and self.key is None:
            named.append("--kid")
        if not named:
            return ()
        return (Remark(f"the assertion is at hand, so that {', '.join(named)} changes nothing", self.spec),)

    def signing_key(self) -> SigningKey:
        """The key it is signed with; of a JWKS the one that `kid` names.

        Raises:
            UsageProblem: There is none, or it cannot be used.
        """
        from tokencli.jose.keys import load_signing_key

        if self.key is None:
            raise UsageProblem(
                "there is no assertion and no key to make one with",
                "give --assertion, or --key with --iss and --sub to have one made here",
            )
        return load_signing_key(self.key, self.key_passphrase, self.kid, self.alg)
