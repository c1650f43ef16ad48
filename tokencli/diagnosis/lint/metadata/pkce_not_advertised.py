"""The metadata does not say which PKCE methods the server knows.

Means:
    `code_challenge_methods_supported` is how clients find out that PKCE protects their codes. Without it they cannot tell
    whether the server checks the verifier; clients of the Model Context Protocol must then refuse the server.

Seen by:
    A server with an authorization endpoint whose metadata lacks the member.

Do:
    Support PKCE with S256 and list it; if it is supported already, only the member is missing.

See:
    RFC 9700 section 2.1.1, RFC 8414 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen


def look(server: ServerSeen) -> Iterator[Concern]:
    """A server of codes that does not mention PKCE."""
    # RFC 9700 section 2.1.1: authorization servers MUST support PKCE, and MUST provide a way to detect their support for it.
    if server.gives_codes and "code_challenge_methods_supported" not in server.members:
        yield Concern(
            "the metadata does not say whether the server supports PKCE",
            "servers must support PKCE, and let clients find that out; some clients refuse a server that does not say so",
            'list "S256" in code_challenge_methods_supported',
            (server.place("code_challenge_methods_supported"),),
        )
