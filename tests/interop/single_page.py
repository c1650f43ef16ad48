"""An application that is one page of a browser: it asks for its tokens itself, when the browser comes back with a code."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.interop.visitor import VERIFIER, challenge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.interop.oidc_provider import OidcProvider

CLIENT = "public"
_PAGE = """<!doctype html><title>Shop</title><p id="said">Signed out</p><script>
const came = new URLSearchParams(location.search), form = %s;
if (came.get("code")) {
  fetch(%s, { method: "POST", body: new URLSearchParams({ ...form, code: came.get("code") }) })
    .then(async (answer) => { said.textContent = "The token endpoint said " + answer.status + " " + (await answer.text()); });
} else if (came.get("error")) {
  said.textContent = "Not signed in: " + came.get("error");
}
</script>
"""


@dataclass(frozen=True)
class SinglePage:
    """The running application."""

    server: OidcProvider
    root: str

    @property
    def redirect_uri(self) -> str:
        """Where the browser comes back to."""
        return f"{self.root}/callback"

    def sign_in_url(self, **members: str) -> str:
        """Where its button leads."""
        asked = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": "af0ifjsldkj",
            "code_challenge": challenge(VERIFIER),
            "code_challenge_method": "S256",
            **members,
        }
        return f"{self.server.issuer}/auth?{urlencode(asked)}"


@contextmanager
def running_single_page(server: OidcProvider, verifier: str = VERIFIER) -> Iterator[SinglePage]:
    """Serves the application while the context lasts.

    Args:
        server: Where it signs people in.
        verifier: What it holds for the verifier of the sign-in.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        root = f"http://127.0.0.1:{listening.server_address[1]}"
        members = {
            "grant_type": "authorization_code",
            "client_id": CLIENT,
            "redirect_uri": f"{root}/callback",
            "code_verifier": verifier,
        }
        page = (_PAGE % (json.dumps(members), json.dumps(server.token_endpoint))).encode()
        threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield SinglePage(server, root)
        finally:
            listening.shutdown()
