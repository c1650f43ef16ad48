"""The metadata lacks a member that it must have.

Means:
    Clients rely on these members: `issuer`, `response_types_supported`, the token endpoint unless only the implicit grant
    is offered; in a document of OpenID Connect also `authorization_endpoint`, `jwks_uri` and `subject_types_supported`.

Seen by:
    The members of the document, and at which of the two places it was found.

Do:
    Add the members.

See:
    RFC 8414 section 2, OpenID Connect Discovery section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen

_REQUIRED = ("issuer", "response_types_supported")
_OPENID = ("authorization_endpoint", "jwks_uri", "subject_types_supported")


def look(server: ServerSeen) -> Iterator[Concern]:
    """What is required and absent."""
    missing = [name for name in _required(server) if name not in server.members]
    if missing:
        yield Concern(
            f"the metadata lacks {', '.join(missing)}",
            "these members are required",
            "add them to the document",
            tuple(server.place(name) for name in missing),
        )


def _required(server: ServerSeen) -> tuple[str, ...]:
    # RFC 8414 section 2: token_endpoint is REQUIRED unless only the implicit grant type is supported.
    token = () if set(server.grant_types) == {"implicit"} else ("token_endpoint",)
    # OpenID Connect Discovery section 3; RFC 8414 lets a server without such grants leave these out.
    return (*_REQUIRED, *token, *(_OPENID if server.is_openid_provider else ()))
