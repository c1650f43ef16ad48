"""`private_key_jwt`: a JWT signed with the client's private key (OpenID Connect Core section 9, RFC 7523 section 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import (
    alg_parameter,
    client_id_parameter,
    key_parameter,
    key_passphrase_parameter,
    kid_parameter,
)
from tokencli.oauth.client_assertion import (
    assertion_audience_parameter,
    assertion_claims,
    assertion_members,
    assertion_typ_parameter,
    audience_remarks,
)

if TYPE_CHECKING:
    from tokencli.jose.keys import SigningKey
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKeyJwt:
    """The client signs a JWT with a key whose public part the server knows."""

    method: ClassVar[str] = "private_key_jwt"
    summary: ClassVar[str] = "a JWT signed with the client's private key"

    client_id: str = client_id_parameter()
    key: bytes = key_parameter()
    key_passphrase: str | None = key_passphrase_parameter()
    kid: str | None = kid_parameter()
    alg: str | None = alg_parameter()
    assertion_audience: str | None = assertion_audience_parameter()
    assertion_typ: str = assertion_typ_parameter()

    def remarks(self, server: Server) -> tuple[Remark, ...]:
        """An audience that RFC 10070 does not have.

        Raises:
            UsageProblem: The key cannot be used, or can do nothing that the server takes.
        """
        self._algorithm(self._key(), server)
        return audience_remarks(self.assertion_audience, server)

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:
        """The members that carry a new assertion. Errors as for `remarks`."""
        from tokencli.jose.sign import sign

        key = self._key()
        claims = assertion_claims(self.client_id, self.assertion_audience, ambient, target)
        assertion = sign(self._header(key), claims, key, self._algorithm(key, target.server))
        return Credentials(members=assertion_members(self.client_id, assertion))

    def _key(self) -> SigningKey:
        from tokencli.jose.keys import load_signing_key

        return load_signing_key(self.key, self.key_passphrase, self.kid, self.alg)

    def _algorithm(self, key: SigningKey, server: Server) -> str:
        from tokencli.jose.keys import choose_algorithm

        # RFC 8414 section 2: the algorithms for the signature on the JWT used to authenticate at the token endpoint.
        listed = server.listed("token_endpoint_auth_signing_alg_values_supported")
        return choose_algorithm(key, self.alg, listed, "client assertions")

    def _header(self, key: SigningKey) -> dict[str, str]:
        from tokencli.jose.certificate import own_certificate, thumbprints

        own = own_certificate(key)
        return {
            "typ": self.assertion_typ,
            **({"kid": key.kid} if key.kid else {}),
            # RFC 7515 section 4.1.7 and 4.1.8; Entra ID finds the client's key by these alone.
            **(thumbprints(own) if own is not None else {}),
        }


METHOD = PrivateKeyJwt
