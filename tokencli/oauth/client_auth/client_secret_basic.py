"""`client_secret_basic`: id and secret in the Authorization header (RFC 6749 section 2.3.1, RFC 7617)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote_plus

from tokencli.errors import UsageProblem
from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import client_id_parameter, client_secret_parameter
from tokencli.oauth.parameter import parameter
from tokencli.wire.credentials import write_basic

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecretBasic:
    """The client sends its secret in an Authorization header of the scheme Basic."""

    method: ClassVar[str] = "client_secret_basic"
    summary: ClassVar[str] = "id and secret in the Authorization header"

    client_id: str = client_id_parameter()
    client_secret: str = client_secret_parameter()
    basic_encoding: str = parameter(
        "form encodes id and secret first, as the RFC says; raw is for servers that do not decode",
        spec="RFC 6749 section 2.3.1",
        choices=("form", "raw"),
        default="form",
    )

    def remarks(self, server: Server) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:  # noqa: ARG002 - it depends on nothing else
        """The Authorization header.

        Raises:
            UsageProblem: A raw client id with a colon, which the server could not tell from the secret.
        """
        if self.basic_encoding == "raw":
            # RFC 7617 section 2: a user-id containing a colon character is invalid.
            if ":" in self.client_id:
                raise UsageProblem(
                    "a client id with a colon cannot be sent with --basic-encoding raw",
                    "leave --basic-encoding out, or use --auth-method post",
                )
            return Credentials(headers=(("Authorization", write_basic(self.client_id, self.client_secret)),))
        # RFC 6749 section 2.3.1: the client identifier is encoded using the "application/x-www-form-urlencoded" encoding
        # algorithm and used as the username; the client password is encoded using the same algorithm.
        header = write_basic(quote_plus(self.client_id), quote_plus(self.client_secret))
        return Credentials(headers=(("Authorization", header),))


METHOD = ClientSecretBasic
