"""The socket and the thread behind a sandbox."""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

WAIT_SECONDS = 0.5  # how long Ctrl-C may go unnoticed where a waiting thread cannot be interrupted


class QuietHandler(WSGIRequestHandler):
    """Answers requests without writing a line about each."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Writes nothing."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 -- the name is Werkzeug's
        """Writes nothing."""


def require_loopback(host: str) -> None:
    """Lets pass a host that only this machine reaches.

    Args:
        host: A name or an address.

    Raises:
        ValueError: It is another; everybody knows the sandbox's secrets.
    """
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError(f"the sandbox listens on loopback only, not on {host}")


class Listener:
    """A bound socket, and the server that answers on it once there is an application."""

    def __init__(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Bound here, because Werkzeug ends the process when a port is taken.
        self._socket = socket.create_server((host, port), family=family)
        self._host = host
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._socket.getsockname()[1]}"

    def serve(self, make_application: Callable[[], Flask]) -> None:
        """Starts answering, in a thread that does not keep the process alive.

        Args:
            make_application: Makes what answers.
        """
        port = self._socket.getsockname()[1]
        self._server = make_server(
            self._host, port, make_application(), threaded=True, request_handler=QuietHandler, fd=self._socket.fileno()
        )
        self._thread = threading.Thread(target=self._server.serve_forever, name="sandbox", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Returns when the server was stopped."""
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(WAIT_SECONDS)

    def close(self) -> None:
        """Stops answering and frees the port."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._socket.close()
