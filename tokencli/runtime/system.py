"""The clock and the randomness of this machine; nothing else reads them."""

from __future__ import annotations

import os
import time

from tokencli.oauth.flow import Ambient


def system_ambient() -> Ambient:
    """The real clock and the operating system's randomness."""
    return Ambient(now=time.time, monotonic=time.monotonic, random_octets=os.urandom)


def pause(seconds: float) -> None:
    """Lets time pass."""
    time.sleep(seconds)
