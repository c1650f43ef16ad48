"""What the intercepting proxy runs within itself: it tells of a connection before it carries anything over it.

The proxy's own log has a line for a connection once that is closed, which may be after the program at its other end has
ended; a test that reads it then finds one too few.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from proxy.http.proxy import HttpProxyBasePlugin

from tests.interop.intercepting_proxy import MARK

if TYPE_CHECKING:
    from proxy.http.parser import HttpParser


class ConnectionLog(HttpProxyBasePlugin):
    """Says the host of each connection before the proxy opens its own to it."""

    def before_upstream_connection(self, request: HttpParser) -> HttpParser:
        sys.stdout.write(f"{MARK} {(request.host or b'').decode()}\n")
        sys.stdout.flush()
        return request
