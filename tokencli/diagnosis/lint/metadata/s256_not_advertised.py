"""The server lists PKCE methods, and S256 is not among them.

Means:
    Then there is only `plain`, with which whoever reads the authorization request has the verifier too; or nothing.

Seen by:
    `code_challenge_methods_supported`.

Do:
    Support S256 and list it.

See:
    RFC 7636 section 4.2, RFC 9700 section 2.1.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """A list of methods without S256."""
    methods = server.listed("code_challenge_methods_supported")
    # RFC 7636 section 4.2: S256 is Mandatory To Implement (MTI) on the server.
    if methods is not None and "S256" not in methods:
        yield Concern(
            "the server supports PKCE without S256",
            "S256 is mandatory for servers; it is the only method that does not show the verifier",
            "support S256 and list it in code_challenge_methods_supported",
            (server.place("code_challenge_methods_supported"),),
        )
