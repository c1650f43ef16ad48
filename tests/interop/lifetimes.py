"""Waiting until what a real server gave has expired: its clock cannot be set, so there is no way but to let the time pass."""

from __future__ import annotations

import time

SHORTEST = 1  # seconds; the servers here take whole ones, and give it to the clients and realms that are made for this
_ROUNDING = 1.1  # seconds: issue and expiry are both cut to whole ones


def let_expire(lifetime: float = SHORTEST) -> None:
    """Waits until something that was given just now is surely over.

    Args:
        lifetime: How long it is good, in seconds.
    """
    time.sleep(lifetime + _ROUNDING)
