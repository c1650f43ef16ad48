"""The date that a header carries (RFC 9110 section 5.6.7)."""

from __future__ import annotations

from datetime import UTC


def read_http_date(text: str) -> float | None:
    """Reads a date in any of the forms that a recipient must accept.

    Args:
        text: The value of a header such as `Date` or `Retry-After`.

    Returns:
        The seconds since 1970-01-01 UTC; None when the text is no date.
    """
    from email.utils import parsedate_to_datetime  # loads much, and few runs need it

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    # RFC 9110 section 5.6.7: HTTP-date is case sensitive and in UTC; the asctime form, which a recipient MUST accept, names no
    # zone at all.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
