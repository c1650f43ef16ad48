"""The URL that ends a person's session at the server, opened in a browser (OpenID Connect RP-Initiated Logout 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tokencli.wire import form

if TYPE_CHECKING:
    from tokencli.oauth.server import Server

ENDPOINT = "end_session_endpoint"


def end_session_url(server: Server, id_token_hint: str, client_id: str, post_logout_redirect_uri: str | None) -> str:
    """The URL to open.

    Args:
        server: The server.
        id_token_hint: An ID token of the session; empty when there is none.
        client_id: The client.
        post_logout_redirect_uri: Where the browser goes afterwards, as registered; None for nowhere.

    Raises:
        UsageProblem: The server names no such endpoint.
    """
    members = (
        # RP-Initiated Logout section 2: id_token_hint is RECOMMENDED.
        *((("id_token_hint", id_token_hint),) if id_token_hint else ()),
        *((("client_id", client_id),) if client_id else ()),
        *((("post_logout_redirect_uri", post_logout_redirect_uri),) if post_logout_redirect_uri else ()),
    )
    parts = urlsplit(server.endpoint(ENDPOINT))
    query = "&".join(part for part in (parts.query, form.encode(members)) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
