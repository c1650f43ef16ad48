"""`client_secret_post`: id and secret in the body (RFC 6749 section 2.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import client_id_parameter, client_secret_parameter

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecretPost:
    """The client sends its id and secret as members of the form."""

    method: ClassVar[str] = "client_secret_post"
    summary: ClassVar[str] = "id and secret in the body"

    client_id: str = client_id_parameter()
    client_secret: str = client_secret_parameter()

    def remarks(self, server: Server) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:  # noqa: ARG002 - it depends on nothing else
        """The two members of the form."""
        # RFC 6749 section 2.3.1: the parameters can only be transmitted in the request-body.
        return Credentials(members=(("client_id", self.client_id), ("client_secret", self.client_secret)))


METHOD = ClientSecretPost
