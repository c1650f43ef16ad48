"""The times in a token: seconds since 1970-01-01 UTC, fractions allowed (RFC 7519 section 2, NumericDate)."""

from __future__ import annotations

import math
from typing import Any


def read_numeric_date(value: Any) -> float | None:
    """Reads the value of a claim such as `exp`.

    Args:
        value: The value as it came.

    Returns:
        The seconds since 1970-01-01 UTC; None when it is no number, or one that no clock can reach.
    """
    # RFC 7519 section 2: a JSON numeric value.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) else None
