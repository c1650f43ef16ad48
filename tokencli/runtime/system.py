"""The clock and the randomness of this machine; nothing else reads them."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient


def wall_clock() -> float:
    """The time, in seconds since 1970-01-01 UTC."""
    return time.time()


def system_ambient() -> Ambient:
    """The real clock and the operating system's randomness."""
    from tokencli.oauth.flow import Ambient  # whoever only wants to know the time need not load every step of a flow

    return Ambient(now=time.time, monotonic=time.monotonic, random_octets=os.urandom)


def pause(seconds: float) -> None:
    """Lets time pass."""
    time.sleep(seconds)
