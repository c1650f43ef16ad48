"""`private_key_jwt` with a JWT at hand: one that a platform or another program made for the client (RFC 7521 section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.errors import UsageProblem
from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import client_id_parameter
from tokencli.oauth.client_assertion import assertion_members
from tokencli.oauth.identifiers import CLIENT_ASSERTION_JWT
from tokencli.oauth.parameter import Fresh, parameter

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server

_LEEWAY_SECONDS = 60


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

    def remarks(self, server: Server) -> tuple[Remark, ...]:  # noqa: ARG002 - it is read when it is sent, not before
        """Nothing can be checked beforehand."""
        return ()

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:  # noqa: ARG002 - the assertion is made already
        """The members that carry the assertion as it is at this moment.

        Raises:
            UsageProblem: It has expired.
        """
        assertion = self.client_assertion().strip()
        _refuse_expired(assertion, ambient.now())
        return Credentials(members=assertion_members(self.client_id, assertion, self.client_assertion_type))


def _refuse_expired(assertion: str, now: float) -> None:
    try:
        claims = peek(assertion).claims or {}
    except NotAJwt:
        return  # another kind of assertion, or a mistake that the server will name
    expires = claims.get("exp")
    # RFC 7523 section 3, item 4: the authorization server MUST reject any JWT with an expiration time that has passed.
    if isinstance(expires, int | float) and expires < now - _LEEWAY_SECONDS:
        raise UsageProblem(
            f"the client assertion expired {round(now - expires)} seconds ago; nothing was sent",
            "read it from where it is made anew: github-actions:, kubernetes:, cmd:, or a file that is kept current",
        )


METHOD = ClientAssertion
