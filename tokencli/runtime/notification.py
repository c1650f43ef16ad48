"""The listener that a server notifies in ping mode; only its own notification for this request ends the wait (OpenID CIBA Core section 9)."""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokencli.errors import UsageProblem
from tokencli.oauth.flow import Ping, PingJudgement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.flow import AwaitPing, Listen, ListenForPing
    from tokencli.runtime.terminal import Terminal

LARGEST_PING = 64 * 1024  # octets; a notification is one short JSON object
PATIENCE_SECONDS = 10.0  # how long a notification is held that came before the server's own answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, address: tuple[str, int], listener: NotificationListener) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.listener = listener
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A server that breaks off is no matter of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10
    server_version = "tokencli"
    sys_version = ""

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if urlsplit(self.path).path != self.server.listener.path:
            self._answer(404)
        elif not length.isdigit() or int(length) > LARGEST_PING:
            self._answer(413)
        else:
            ping = Ping(self.headers.get("Authorization", ""), self.rfile.read(int(length)))
            judgement = self.server.listener.take(ping)
            self._answer(judgement.status)
            if judgement.ends:
                # Only now: the run may end at once, and with it this thread, and the server would never have its answer.
                self.server.listener.came.set()

    def _answer(self, status: int) -> None:
        # OpenID CIBA Core section 9: the client MUST NOT return an HTTP 3xx code; nothing here does.
        self.send_response(status)
        if status == 401:  # noqa: PLR2004 - Unauthorized
            self.send_header("WWW-Authenticate", "Bearer")
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature is the library's
        """Says nothing: what matters is said as a note."""


@dataclass
class NotificationListener:
    """Waits for one notification.

    Attributes:
        terminal: The person's side.
        cert: The PEM file of a certificate with its key; None for plain http.
        path: The path the notification must come to.
        came: Set once it has come and was answered.
    """

    terminal: Terminal
    cert: str | None = None
    path: str = ""
    came: threading.Event = field(default_factory=threading.Event)
    _servers: list[_Server] = field(default_factory=list)
    _judge: Callable[[Ping], PingJudgement] | None = None
    _judging: threading.Event = field(default_factory=threading.Event)

    def listen(self, step: ListenForPing) -> None:
        """Binds the port.

        Raises:
            UsageProblem: It cannot be bound, or there is no certificate for https.
        """
        where, context = step.listen, self._context(tls=step.listen.tls)
        self.path = where.path
        try:
            self._bind(where)
        except OSError as problem:
            raise UsageProblem(
                f"--listen: port {where.ports[0]} cannot be used: {problem.strerror or problem}",
                "end what holds it, or name another",
            ) from None
        for server in self._servers:
            if context is not None:
                # The handshake takes place in the thread of its connection, where one that hangs holds up no other.
                server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        scheme, (host, port) = "https" if context else "http", self._servers[0].server_address[:2]
        self.terminal.note(f"the server's notification is awaited at {scheme}://{host!s}:{port}{self.path}")

    def take(self, ping: Ping) -> PingJudgement:
        """Judges a notification, as soon as it is known what is waited for."""
        if not self._judging.wait(PATIENCE_SECONDS) or self._judge is None:
            return PingJudgement(503, "")
        judgement = self._judge(ping)
        self.terminal.note(
            judgement.says if judgement.ends else f"{judgement.says}; it was refused ({judgement.status})"
        )
        return judgement

    def wait(self, step: AwaitPing, left: Callable[[], float]) -> bool:
        """Waits for the notification; False when time is over."""
        self._judge = step.judge
        self._judging.set()
        try:
            with self.terminal.busy("waiting for the server's notification", left):
                return self.came.wait(step.seconds)
        finally:
            self.close()

    def close(self) -> None:
        """Stops listening."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()

    def _bind(self, where: Listen) -> None:
        port = where.ports[0]
        for address in where.addresses:
            try:
                self._servers.append(_Server((address, port), self))
            except OSError:
                # A machine without IPv6 has no ::1; one family is enough then.
                if self._servers and ":" in address and not socket.has_dualstack_ipv6():
                    continue
                for server in self._servers:
                    server.server_close()
                self._servers.clear()
                raise
            port = self._servers[0].server_address[1]

    def _context(self, *, tls: bool) -> ssl.SSLContext | None:
        if self.cert is None and not tls:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            if self.cert is None:
                raise FileNotFoundError("none was given")
            context.load_cert_chain(self.cert)
        except (OSError, ssl.SSLError) as problem:
            raise UsageProblem(
                f"an https endpoint needs a certificate with its key: {problem}",
                "give a PEM file with --callback-cert, or the address behind a tunnel with --listen",
            ) from None
        return context
