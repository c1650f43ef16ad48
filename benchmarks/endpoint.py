"""A token endpoint that says yes, over TLS on loopback."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import trustme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The first token ends too soon to be handed out a second time; what a refresh brings lives for long.
_LIFETIMES = {"password": 30, "refresh_token": 86_400, "client_credentials": 86_400}


@dataclass(frozen=True)
class Endpoint:
    """Where it is, and what it was asked.

    Attributes:
        url: Its URL.
        ca_cert: The certificate it is to be trusted by.
        asked: How often each grant came.
    """

    url: str
    ca_cert: Path
    asked: Counter[str] = field(default_factory=Counter)


@contextlib.contextmanager
def running_endpoint(folder: Path) -> Iterator[Endpoint]:
    """Runs one; its certificate is written into the folder."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    server = _Server(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Endpoint(f"https://localhost:{server.server_port}/token", folder / "ca.pem", server.asked)
    server.shutdown()
    server.server_close()


class _Server(ThreadingHTTPServer):
    """Counts."""

    request_queue_size = 64
    asked: Counter[str]

    def __init__(self, *arguments: object) -> None:
        self.asked = Counter()
        super().__init__(*arguments)  # type: ignore[arg-type] # whatever the library takes


class _Handler(BaseHTTPRequestHandler):
    """Gives a token for everything."""

    server: _Server

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        grant = form["grant_type"][0]
        self.server.asked[grant] += 1
        answer = {"access_token": "abc", "token_type": "Bearer", "expires_in": _LIFETIMES[grant]}
        octets = json.dumps(answer if grant == "client_credentials" else {**answer, "refresh_token": "r"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature is the library's
        """Says nothing."""
