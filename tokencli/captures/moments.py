"""Times as logs and captures write them; one without a zone is not known (RFC 3339 section 4.4)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?\s?(?:Z|[+-]\d\d:?\d\d)")
_ACCESS_LOG = re.compile(r"\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]")
_MEMBERS = ("@timestamp", "timestamp", "time", "ts", "Timestamp", "@t", "datetime", "date")
_MILLISECONDS = 1e11  # what is larger is no count of seconds within the next millennium


def moment_in(line: str) -> float:
    """The first time in a line, in seconds since 1970-01-01 UTC; 0 when there is none with a zone."""
    if match := _RFC3339.search(line):
        return moment_of(match[0])
    if match := _ACCESS_LOG.search(line):
        return _parsed(lambda: datetime.strptime(match[1], "%d/%b/%Y:%H:%M:%S %z"))
    return 0.0


def moment_of(value: Any) -> float:
    """A time written as RFC 3339 or as a number of seconds or milliseconds; 0 when it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value / 1000 if value > _MILLISECONDS else value) if 0 < value < _MILLISECONDS * 1e5 else 0.0
    if not isinstance(value, str) or not _RFC3339.fullmatch(value.strip()):
        return 0.0
    # Some write a comma before the fraction, more digits than Python takes, or a blank before the zone.
    text = re.sub(r"[.,](\d{1,6})\d*", r".\1", value.strip()).replace(" +", "+").replace(" Z", "Z")
    return _parsed(lambda: datetime.fromisoformat(text))


def moment_among(members: dict[str, Any]) -> float:
    """The time of a JSON log record; 0 when it names none."""
    return next((found for name in _MEMBERS if (found := moment_of(members.get(name)))), 0.0)


def _parsed(read: Callable[[], datetime]) -> float:
    try:
        return max(0.0, read().timestamp())
    except (ValueError, OverflowError):
        return 0.0
