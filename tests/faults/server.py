"""A server that does what it is told, octet by octet: refuses, resets, drips, lies. Standard library only."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 5.0  # the longest any connection is held, whatever the behaviour
JSON_TYPE = ("Content-Type", "application/json")
NO_STORE = ("Cache-Control", "no-store")
TOKENS: dict[str, Any] = {"access_token": "at-1", "token_type": "Bearer", "expires_in": 3600}


@dataclass(frozen=True)
class Received:
    """A request as it came.

    Attributes:
        octets: Every octet of it.
        head: What stands before the empty line, as text.
        body: What stands after it.
    """

    octets: bytes
    head: str
    body: bytes

    @property
    def line(self) -> str:
        """The request line."""
        return self.head.split("\r\n", 1)[0]

    def header(self, name: str) -> str | None:
        """The value of a header, or None."""
        lines = [line.partition(":") for line in self.head.split("\r\n")[1:]]
        return next((value.strip() for key, _, value in lines if key.lower() == name.lower()), None)


@dataclass
class Line:
    """The server's end of one connection, after the request came."""

    sock: socket.socket
    request: Received
    closing: threading.Event
    sent: int = 0

    def send(self, octets: bytes) -> None:
        """Writes octets."""
        self.sock.sendall(octets)
        self.sent += len(octets)

    def reset(self) -> None:
        """Ends the connection with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def pause(self, seconds: float) -> bool:
        """Lets time pass; True when the test is over and nobody listens any more."""
        return self.closing.wait(seconds)


def whole(status: int, body: bytes, headers: tuple[tuple[str, str], ...] = (JSON_TYPE, NO_STORE)) -> bytes:
    """A whole response, with its length and an end of the connection."""
    lines = [
        f"HTTP/1.1 {status} Words",
        *(f"{name}: {value}" for name, value in headers),
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


def raw(octets: bytes) -> Callable[[Line], None]:
    """Answers with these octets and nothing else."""
    return lambda line: line.send(octets)


def respond(status: int, body: Any = b"", *headers: tuple[str, str]) -> Callable[[Line], None]:
    """Answers with a whole response; what is not octets or text is written as JSON."""
    octets = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode("utf-8")
    return raw(whole(status, octets, headers or (JSON_TYPE, NO_STORE)))


def issue(**members: Any) -> Callable[[Line], None]:
    """Answers with tokens; members given as None are left out."""
    return respond(200, {name: value for name, value in {**TOKENS, **members}.items() if value is not None})


def refuse(error: str, status: int = 400, **members: Any) -> Callable[[Line], None]:
    """Answers with a refusal."""
    return respond(status, {"error": error, **members})


def reset_after(octets: bytes = b"") -> Callable[[Line], None]:
    """Writes some octets, then resets the connection."""

    def behave(line: Line) -> None:
        line.send(octets)
        line.reset()

    return behave


def drip(octets: bytes, seconds: float = 0.05) -> Callable[[Line], None]:
    """Writes octet by octet with a pause after each."""

    def behave(line: Line) -> None:
        for position in range(len(octets)):
            line.send(octets[position : position + 1])
            if line.pause(seconds):
                return

    return behave


def say_nothing(line: Line) -> None:
    """Holds the connection without a word."""
    line.pause(PATIENCE_SECONDS)


def pour(head: bytes, size: int) -> Callable[[Line], None]:
    """Writes a head and then this many octets, as long as somebody reads."""
    piece = b"x" * 65536

    def behave(line: Line) -> None:
        line.send(head)
        for _ in range(size // len(piece)):
            line.send(piece)

    return behave


@dataclass
class MisbehavingServer:
    """A server on loopback that answers each request with the next behaviour; the last one stays.

    Attributes:
        context: Speaks TLS with it; None for plain HTTP.
        greeting: What it says before anybody asks.
        behaviours: What is left of the script.
        requests: What came, in order.
        sent: The octets written on each connection, in order of their end.
    """

    context: ssl.SSLContext | None = None
    greeting: bytes = b""
    behaviours: list[Any] = field(default_factory=lambda: [issue()])
    requests: list[Received] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    _closing: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE_SECONDS)
        self.port: int = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        with suppress(OSError):  # wakes the accept, which would else wait for its time-out
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)
        self._listener.close()

    def behave(self, *behaviours: Any) -> Self:
        """Sets the script."""
        self.behaviours = list(behaviours)
        return self

    def url(self, path: str = "/token", host: str = "127.0.0.1") -> str:
        """A URL of this server."""
        return f"{'https' if self.context else 'http'}://{host}:{self.port}{path}"

    def _start(self, target: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            if self._closing.is_set():
                sock.close()
                return
            self._start(self._serve, sock)

    def _serve(self, plain: socket.socket) -> None:
        sock = plain
        sock.settimeout(PATIENCE_SECONDS)
        try:
            if self.context is not None:
                sock = self.context.wrap_socket(sock, server_side=True)
            with sock:
                self._answer(sock)
        except OSError:
            pass  # the other side went away, which is what some tests are about
        finally:
            plain.close()
            sock.close()

    def _answer(self, sock: socket.socket) -> None:
        sock.sendall(self.greeting)
        request = _read_request(sock)
        if request is None:
            return
        self.requests.append(request)
        behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        line = Line(sock, request, self._closing)
        self.came.set()
        try:
            behaviour(line)
        finally:
            self.sent.append(line.sent)
        _leave(sock)


def _read_request(sock: socket.socket) -> Received | None:
    octets = b""
    while b"\r\n\r\n" not in octets:
        piece = sock.recv(65536)
        if not piece:
            return None
        octets += piece
    head, _, body = octets.partition(b"\r\n\r\n")
    length = Received(octets, head.decode("utf-8", "replace"), b"").header("content-length") or "0"
    while len(body) < int(length):
        piece = sock.recv(65536)
        if not piece:
            break
        octets, body = octets + piece, body + piece
    return Received(octets, head.decode("utf-8", "replace"), body)


def _leave(sock: socket.socket) -> None:
    """Ends the connection politely: FIN first, so that what was written is read before the end is seen."""
    with suppress(OSError):
        if isinstance(sock, ssl.SSLSocket):
            sock.unwrap()
        else:
            sock.shutdown(socket.SHUT_WR)
