"""The listener that a browser brings its answer to; only the right answer at the right path ends the wait (RFC 8252)."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.delivery import posted, redirected
from tokencli.oauth.flow import Judgement
from tokencli.runtime.pages import FRAGMENT, answer_page, relay_page, waiting_page
from tokencli.wire import form
from tokencli.wire.message import FORM_MEDIA_TYPE

if TYPE_CHECKING:
    from tokencli.oauth.flow import AwaitResponse, Listen
    from tokencli.wire.message import Response

LARGEST_ANSWER = 256 * 1024  # octets of a form_post; a code with an ID token is far below
LAST_PAGE_SECONDS = 2.0  # how long the end of the program waits for the last page to reach the browser
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, address: tuple[str, int], loopback: Loopback) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.loopback = loopback
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that breaks off is no matter of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10
    server_version = "tokencli"
    sys_version = ""

    def do_GET(self) -> None:
        parts, loopback = urlsplit(self.path), self.server.loopback
        if parts.path != loopback.path or not self._is_for_us():
            self._say(404, waiting_page("There is nothing here. The sign-in goes on in its own page."))
        elif not parts.query:
            # An answer in the fragment never reaches a server by itself; the page sends it on.
            self._say(200, relay_page())
        else:
            self._take(redirected(f"{loopback.redirect_uri.partition('?')[0]}?{parts.query}"))

    def do_POST(self) -> None:
        length, kind = self.headers.get("Content-Length", ""), self.headers.get("Content-Type", "")
        if (
            urlsplit(self.path).path != self.server.loopback.path
            or not self._is_for_us()
            or not kind.lower().startswith(FORM_MEDIA_TYPE)
            or not (length.isascii() and length.isdigit() and int(length) <= LARGEST_ANSWER)
        ):
            self._say(404, waiting_page("There is nothing here. The sign-in goes on in its own page."))
            return
        self._take(self._delivery(self.rfile.read(int(length))))

    def do_OPTIONS(self) -> None:
        # A browser asks first whether a page may reach a private network; the page that redirects here may.
        self.send_response(204)
        self.send_header("Access-Control-Allow-Private-Network", "true")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _is_for_us(self) -> bool:
        # A request for another host name came by a rebound name, not from our redirect (RFC 8252 section 8.3).
        try:
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        except ValueError:
            return False
        return host in _LOOPBACK_HOSTS or host == self.server.loopback.host.lower()

    def _delivery(self, body: bytes) -> Response:
        members = form.decode(body.decode("utf-8", "replace"))
        if len(members) == 1 and members[0][0] == FRAGMENT:
            return redirected(f"{self.server.loopback.redirect_uri}#{members[0][1]}")
        return posted(body)

    def _take(self, delivery: Response) -> None:
        judgement = self.server.loopback.take(delivery)
        try:
            self._say(200 if judgement.success else 400, answer_page(judgement))
        finally:
            if judgement.ends:
                self.server.loopback.told.set()

    def _say(self, status: int, page: str) -> None:
        octets = page.encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(octets))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature is the library's
        """Says nothing: a request line holds the code."""


@dataclass
class Loopback:
    """Waits on loopback for the answer of a browser.

    Attributes:
        cert: The PEM file of a certificate with its key, for an https redirect URI; None for plain http.
        path: The path the answer must come to.
        host: The host that the redirect URI names.
        redirect_uri: The redirect URI, once it is known.
        answers: Answers that end the wait, from the listener and from elsewhere.
        told: Whether the person's browser has got the page about the answer that ended the wait.
    """

    cert: str | None = None
    path: str = ""
    host: str = ""
    redirect_uri: str = ""
    answers: queue.Queue[Response] = field(default_factory=queue.Queue)
    told: threading.Event = field(default_factory=threading.Event)
    _step: AwaitResponse | None = None
    _servers: list[_Server] = field(default_factory=list)
    _judged: threading.Lock = field(default_factory=threading.Lock)
    _done: Judgement | None = None

    def listen(self, step: Listen) -> int:
        """Binds the first port that is free on every address, and returns it.

        Raises:
            UsageProblem: None is.
        """
        self.path, self.host = step.path, step.host
        context, problems = self._context() if step.tls else None, []
        for port in step.ports:
            try:
                self._servers = self._bind(step.addresses, port)
            except OSError as problem:
                problems.append(f"{port}: {problem.strerror or problem}")
                continue
            self._serve(context)
            bound: int = self._servers[0].server_address[1]
            return bound
        raise UsageProblem(
            f"no port to listen on for the browser's answer ({'; '.join(problems)})",
            "end what holds it, name another with --port, or leave --port out where any is registered",
        )

    def expect(self, step: AwaitResponse) -> None:
        """From now on answers are judged; what came before was for nobody."""
        self.redirect_uri = step.redirect_uri
        self._step = step

    def take(self, delivery: Response) -> Judgement:
        """Judges an answer; the first that was meant for this request ends the wait, later ones are told so."""
        with self._judged:
            if self._done is not None:
                return Judgement(ends=False, success=self._done.success, says="This sign-in is over already.")
            if self._step is None:
                return Judgement(ends=False, success=False, says="This is not the answer that was waited for.")
            judgement = self._step.judge(delivery)
            if judgement.ends:
                self._done = judgement
                self.answers.put(delivery)
            return judgement

    def close(self) -> None:
        """Stops listening, after the browser has got its last page."""
        if self._done is not None and self._servers:
            self.told.wait(LAST_PAGE_SECONDS)
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()

    def _bind(self, addresses: tuple[str, ...], port: int) -> list[_Server]:
        servers: list[_Server] = []
        for address in addresses:
            try:
                servers.append(_Server((address, port), self))
            except OSError:
                # A machine without IPv6 has no ::1; one family is enough then.
                if servers and ":" in address and not socket.has_dualstack_ipv6():
                    continue
                for server in servers:
                    server.server_close()
                raise
            port = servers[0].server_address[1]
        return servers

    def _serve(self, context: ssl.SSLContext | None) -> None:
        for server in self._servers:
            if context is not None:
                server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            if self.cert is None:
                raise FileNotFoundError("none was given")
            context.load_cert_chain(self.cert)
        except (OSError, ssl.SSLError) as problem:
            raise UsageProblem(
                f"an https redirect URI needs a certificate with its key: {problem}",
                "give a PEM file with --callback-cert",
            ) from None
        return context
