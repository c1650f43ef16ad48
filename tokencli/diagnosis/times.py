"""Times and lifetimes in words, as findings, errors and views say them."""

from __future__ import annotations

from datetime import UTC, datetime

BEYOND = "beyond the calendar"
_ENDLESS = 1e18  # seconds; what is longer, or is no number at all, is no time
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def duration(seconds: float) -> str:
    """Seconds in the largest unit that tells enough, with the next one where it matters: `59 min`, `2 h 5 min`."""
    left = int(abs(seconds))
    index = sum(left < size for size, _ in _UNITS[:-1])
    size, unit = _UNITS[index]
    first, rest = divmod(left, size)
    smaller = _UNITS[index + 1] if index + 1 < len(_UNITS) else None
    second = rest // smaller[0] if smaller and first < 10 and unit != "min" else 0  # noqa: PLR2004 - 10 h 5 min tells no more than 10 h
    return f"{first} {unit}" + (f" {second} {smaller[1]}" if smaller and second else "")


def moment(epoch: float, now: float) -> str:
    """A time in words and by the clock on the wall: `in 59 min (14:03)`, `3 min ago (2026-11-24 10:00)`."""
    if not -_ENDLESS < epoch < _ENDLESS:
        return BEYOND
    delta = epoch - now
    words = f"in {duration(delta)}" if delta >= 0 else f"{duration(delta)} ago"
    return f"{words} ({clock(epoch, now)})"


def clock(epoch: float, now: float) -> str:
    """A time of this machine's zone; with its date when it is not today."""
    try:
        local = datetime.fromtimestamp(epoch, UTC).astimezone()
        today = datetime.fromtimestamp(now, UTC).astimezone().date()
    except (OverflowError, ValueError, OSError):
        return BEYOND
    return local.strftime("%H:%M" if local.date() == today else "%Y-%m-%d %H:%M")
