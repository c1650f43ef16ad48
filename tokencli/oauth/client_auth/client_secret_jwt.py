"""`client_secret_jwt`: a JWT with a MAC made with the client secret (OpenID Connect Core section 9, RFC 7523 section 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import alg_parameter, client_id_parameter, client_secret_parameter
from tokencli.oauth.client_assertion import (
    assertion_audience_parameter,
    assertion_claims,
    assertion_members,
    assertion_typ_parameter,
    audience_remarks,
)

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecretJwt:
    """The client does not send its secret, but makes the MAC of a JWT with it."""

    method: ClassVar[str] = "client_secret_jwt"
    summary: ClassVar[str] = "a JWT with a MAC made with the client secret"

    client_id: str = client_id_parameter()
    client_secret: str = client_secret_parameter()
    alg: str | None = alg_parameter()
    assertion_audience: str | None = assertion_audience_parameter()
    assertion_typ: str = assertion_typ_parameter()

    def remarks(self, server: Server) -> tuple[Remark, ...]:
        """An audience that RFC 10070 does not have.

        Raises:
            UsageProblem: The secret is too short, or can do nothing that the server takes.
        """
        self._algorithm(server)
        return audience_remarks(self.assertion_audience, server)

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:
        """The members that carry a new assertion. Errors as for `remarks`."""
        from tokencli.jose.mac import sign_with_secret

        claims = assertion_claims(self.client_id, self.assertion_audience, ambient, target)
        header = {"typ": self.assertion_typ}
        assertion = sign_with_secret(header, claims, self.client_secret, self._algorithm(target.server))
        return Credentials(members=assertion_members(self.client_id, assertion))

    def _algorithm(self, server: Server) -> str:
        from tokencli.jose.mac import choose_mac

        # RFC 8414 section 2: the algorithms for the signature on the JWT used to authenticate at the token endpoint.
        listed = server.listed("token_endpoint_auth_signing_alg_values_supported")
        return choose_mac(self.client_secret, self.alg, listed)


METHOD = ClientSecretJwt
