"""A server for FAPI binds its tokens neither by DPoP nor by certificates.

Means:
    FAPI 2.0 lets no bearer tokens be issued: a stolen token must be of no use.

Seen by:
    `dpop_signing_alg_values_supported` and `tls_client_certificate_bound_access_tokens`; only with `--for fapi`.

Do:
    Support DPoP or certificate-bound tokens, and say so.

See:
    FAPI 2.0 Security Profile section 5.3.2, RFC 9449 section 5.1, RFC 8705 section 3.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Metadata that mentions neither."""
    # FAPI 2.0 Security Profile section 5.3.2: only issue sender-constrained access tokens, by mutual TLS or DPoP.
    bound = server.members.get("tls_client_certificate_bound_access_tokens") is True
    if not bound and not server.listed("dpop_signing_alg_values_supported"):
        yield Concern(
            "tokens are bound neither by DPoP nor by certificates",
            "FAPI 2.0 allows no bearer tokens",
            "support DPoP or certificate-bound tokens, and say so in the metadata",
            (
                server.place("dpop_signing_alg_values_supported"),
                server.place("tls_client_certificate_bound_access_tokens"),
            ),
        )
