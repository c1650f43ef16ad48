"""`tls_client_auth`: a certificate of an authority the server trusts, shown at the TLS handshake (RFC 8705 section 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import (
    cert_key_parameter,
    cert_parameter,
    cert_passphrase_parameter,
    client_id_parameter,
)
from tokencli.oauth.mutual_tls import plain_http_remarks

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsClientAuth:
    """The client shows a certificate whose subject the server knows it by; the transport shows it, not the request."""

    method: ClassVar[str] = "tls_client_auth"
    summary: ClassVar[str] = "a certificate of an authority that the server trusts"

    client_id: str = client_id_parameter()
    cert: str = cert_parameter()
    cert_key: bytes | None = cert_key_parameter()
    cert_passphrase: str | None = cert_passphrase_parameter()

    def remarks(self, server: Server) -> tuple[Remark, ...]:
        """An endpoint without TLS."""
        return plain_http_remarks(server)

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:  # noqa: ARG002 - it depends on nothing else
        """`client_id` in the form."""
        # RFC 8705 section 2: for all requests to the authorization server utilizing mutual-TLS client authentication, the
        # client MUST include the "client_id" parameter.
        return Credentials(members=(("client_id", self.client_id),))


METHOD = TlsClientAuth
