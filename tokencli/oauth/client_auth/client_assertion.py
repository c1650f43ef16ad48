"""`private_key_jwt` with a JWT at hand: one that a platform or another program made for the client (RFC 7521 section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tokencli.errors import UsageProblem
from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import client_id_parameter
from tokencli.oauth.client_assertion import TOKEN_ENDPOINT, assertion_audience_parameter, assertion_members
from tokencli.oauth.identifiers import CLIENT_ASSERTION_JWT
from tokencli.oauth.jwt_assertion import LEEWAY_SECONDS, check_jwt_assertion, foreign_audience
from tokencli.oauth.parameter import Fresh, parameter
from tokencli.oauth.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAssertion:
    """The client shows a JWT that somebody else made for it, read anew for every request: such tokens live for minutes."""

    method: ClassVar[str] = "private_key_jwt"
    summary: ClassVar[str] = "a JWT at hand, such as the token of a platform"

    client_id: str = client_id_parameter()
    client_assertion: Fresh = parameter(  # noqa: RUF009 - it declares a field
        "reference to a JWT that says who the client is; read anew for every request",
        spec="RFC 7521 section 4.2",
        secret=True,
        fresh=True,
        metavar="REF",
    )
    client_assertion_type: str = parameter(
        "kind of the assertion", spec="RFC 7521 section 4.2", metavar="URI", default=CLIENT_ASSERTION_JWT
    )
    assertion_audience: str | None = assertion_audience_parameter()

    def remarks(self, server: Server) -> tuple[Remark, ...]:  # noqa: ARG002 - it is read when it is sent, not before
        """Nothing can be checked beforehand."""
        return ()

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:
        """The members that carry the assertion as it is at this moment, and what the server may not like about it.

        Raises:
            UsageProblem: It has expired, or the platform made it for somebody else.
        """
        assertion, now = self.client_assertion.read().strip(), ambient.now()
        members = assertion_members(self.client_id, assertion, self.client_assertion_type)
        try:
            claims = peek(assertion).claims
        except NotAJwt as problem:
            return Credentials(members=members, remarks=self._no_jwt(problem))
        if claims is None:  # encrypted: only the server can read it
            return Credentials(members=members)
        _refuse_expired(claims, now)
        further = self._further_audiences()
        foreign = foreign_audience(claims, target.server, further)
        # A platform's token goes to the server that its aud names, and to no other: who has it there can use it elsewhere.
        if foreign and self.client_assertion.of_platform and not target.override:
            raise UsageProblem(
                f"{foreign[0].what}; nothing was sent",
                "have the platform make one for this server, or name its audience with --assertion-audience; --override sends it",
            )
        if self.client_assertion_type != CLIENT_ASSERTION_JWT:
            return Credentials(members=members, remarks=foreign)
        remarks = check_jwt_assertion(assertion, target.server, now, further)
        return Credentials(members=members, remarks=remarks)

    def _no_jwt(self, problem: NotAJwt) -> tuple[Remark, ...]:
        # RFC 7523 section 2.2: with this type, the client_assertion parameter contains a single JWT.
        if self.client_assertion_type != CLIENT_ASSERTION_JWT:
            return ()
        return (Remark(f"the client assertion is no JWT: {problem}", "RFC 7523 section 2.2"),)

    def _further_audiences(self) -> tuple[str, ...]:
        if self.assertion_audience == TOKEN_ENDPOINT:
            return ()  # known anyway
        # RFC 7523 section 3, item 3: the issuer, the token endpoint, or what client and server agreed on otherwise.
        return tuple(name for name in (self.assertion_audience, self.client_assertion.audience) if name)


def _refuse_expired(claims: Mapping[str, Any], now: float) -> None:
    expires = read_numeric_date(claims.get("exp"))
    # RFC 7523 section 3, item 4: the authorization server MUST reject any JWT with an expiration time that has passed.
    if expires is not None and expires < now - LEEWAY_SECONDS:
        raise UsageProblem(
            f"the client assertion expired {round(now - expires)} seconds ago; nothing was sent",
            "read it from where it is made anew: github-actions:, kubernetes:, cmd:, or a file that is kept current",
        )


METHOD = ClientAssertion
