"""The server offers ID tokens without a signature.

Means:
    With `none` an ID token proves nothing. It is allowed only where it comes straight from the token endpoint, and only for
    clients that ask for it.

Seen by:
    `id_token_signing_alg_values_supported`.

Do:
    Take none out of the list.

See:
    OpenID Connect Discovery section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """None among the algorithms of ID tokens."""
    name = "id_token_signing_alg_values_supported"
    # OpenID Connect Discovery section 3: "none" MAY be supported but MUST NOT be used unless the Response Type used returns no
    # ID Token from the Authorization Endpoint.
    if "none" in (server.listed(name) or ()):
        yield Concern(
            "the server offers ID tokens without a signature",
            "an ID token with alg none can be made by anybody",
            f"take none out of {name}",
            (server.among(name, "none"),),
        )
