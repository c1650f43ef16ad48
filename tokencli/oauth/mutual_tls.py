"""What mutual TLS needs of a server, whatever the certificate is used for (RFC 8705)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.remark import Remark

if TYPE_CHECKING:
    from tokencli.oauth.server import Server


def plain_http_remarks(server: Server) -> tuple[Remark, ...]:
    """Says when the token endpoint is asked without TLS, so that no certificate is shown.

    Args:
        server: The server.
    """
    url = server.endpoints.get("token_endpoint") or server.metadata.get("token_endpoint")
    if not str(url).lower().startswith("http://"):
        return ()
    # RFC 8705 section 2: the certificate is presented during the TLS handshake; over plain http there is none.
    return (Remark("the token endpoint is plain http, where no client certificate can be shown", "RFC 8705 section 2"),)
