"""What happens on one connection, told by the HTTP library as it goes: the socket, the handshakes, whether anything was sent."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

_DER = 2  # the binary form, as OpenSSL's binding counts it


class Standing(Exception):
    """The connection stands, and nothing is to be sent over it."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """A TLS connection as it was agreed on.

    Attributes:
        version: `TLSv1.3`.
        chain: The certificates in their binary form, the server's own first; with the authority's where it was verified.
    """

    version: str
    chain: tuple[bytes, ...]


@dataclass
class Watch:
    """What happened on one connection so far.

    Attributes:
        connect_only: Whether to stop when the connection stands.
        sock: The socket; None before there is one.
        sent: Whether the request may have reached the server.
        late: Whether its time was over.
        address: The address at the other end, and its port; None before there is one.
        tls: The handshake with the server; None before it, and where there is none.
    """

    connect_only: bool = False
    sock: socket.socket | None = None
    sent: bool = False
    late: bool = False
    address: tuple[str, int] | None = None
    tls: Handshake | None = None
    _tunnelling: bool = field(default=False, repr=False)

    def event(self, name: str, info: dict[str, Any]) -> None:
        """Takes notice of an event of the HTTP library."""
        if name.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._connected(info["return_value"])
        elif name.endswith("send_request_headers.started"):
            # RFC 9110 section 9.3.6: CONNECT is for the proxy; the server itself gets nothing of it.
            self._tunnelling = info["request"].method == b"CONNECT"
            if self.connect_only and not self._tunnelling:
                raise Standing
        elif name.endswith("send_request_headers.complete") and not self._tunnelling:
            self.sent = True

    def _connected(self, stream: Any) -> None:
        self.sock = stream.get_extra_info("socket")
        with suppress(OSError, TypeError, IndexError):
            self.address = tuple(stream.get_extra_info("server_addr")[:2])
        secured = stream.get_extra_info("ssl_object")
        self.tls = None if secured is None or not self.connect_only else _handshake(secured)

    def cut(self) -> None:
        """Ends the connection, because the time is over: a server that drips must not hold us for ever."""
        self.late = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _handshake(secured: Any) -> Handshake:
    # Python tells the whole chain from 3.13 on; its binding of OpenSSL does before.
    binding = getattr(secured, "_sslobj", None) or secured
    chain: tuple[bytes, ...] = ()
    for name in ("get_verified_chain", "get_unverified_chain"):
        with suppress(AttributeError, ssl.SSLError, ValueError):
            found = getattr(binding, name)()
            chain = chain or tuple(one if isinstance(one, bytes) else one.public_bytes(_DER) for one in found or ())
    return Handshake(str(secured.version()), chain)
