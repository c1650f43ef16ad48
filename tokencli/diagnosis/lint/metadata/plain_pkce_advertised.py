"""The server takes the PKCE method plain.

Means:
    With plain the challenge is the verifier: whoever reads the authorization request can spend the code.

Seen by:
    `code_challenge_methods_supported`.

Do:
    Take S256 alone, for each client that can do it.

See:
    RFC 9700 section 2.1.1, RFC 7636 section 7.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """Plain among the methods."""
    # RFC 9700 section 2.1.1: clients SHOULD use PKCE code challenge methods that do not expose the PKCE verifier.
    if "plain" in (server.listed("code_challenge_methods_supported") or ()):
        yield Concern(
            "the server takes the PKCE method plain",
            "plain shows the verifier in the authorization request; S256 does not",
            "take S256 alone",
            (server.among("code_challenge_methods_supported", "plain"),),
        )
