"""The addresses behind a name, as this machine's resolver gives them."""

from __future__ import annotations

import socket
from contextlib import suppress


def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host in the order in which they are tried; none when the name is not known.

    Args:
        host: Its name, or an address, which stands for itself.
        port: The port it is asked for.
    """
    with suppress(OSError, UnicodeError):
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
    return ()
