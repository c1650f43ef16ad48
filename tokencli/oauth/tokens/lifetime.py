"""`expires_in` in the forms servers write it (RFC 6749 section 5.1: a JSON number of seconds)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tokencli.oauth.remark import Deviation

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPEC = "RFC 6749 section 5.1"
_LONGEST_SHOWN = 40  # characters
_LONGEST = 10**10  # 317 years; what is longer can be no lifetime, and is more than a calendar can show


def _odd(name: str, what: str) -> tuple[Deviation, ...]:
    return (Deviation(name, what, _SPEC),)


def read_expires_in(members: Mapping[str, Any]) -> tuple[int | None, tuple[Deviation, ...]]:
    """Understands `expires_in` as far as it can be.

    Args:
        members: The members of a token answer.

    Returns:
        The lifetime in seconds, None when it is unknown, and what was odd about it. Absent does not mean endless.
    """
    if "expires_in" not in members:
        return None, ()
    match members["expires_in"]:
        case bool() as value:
            return None, _odd("expires-in-not-a-number", f"expires_in is {str(value).lower()}, not a number of seconds")
        case int() | float() as value:
            return _from_number(value)
        case str() as value:
            return _from_text(value)
        case None:
            return None, _odd("expires-in-null", "expires_in is null, so the lifetime is unknown")
        case _:
            return None, _odd(
                "expires-in-not-a-number", "expires_in is not a number of seconds, so the lifetime is unknown"
            )


def _from_number(value: int | float) -> tuple[int | None, tuple[Deviation, ...]]:
    if not value <= _LONGEST:  # so also what Python reads as a number that is none (NaN)
        return None, _odd("expires-in-too-large", "expires_in is larger than any lifetime, so the lifetime is unknown")
    if value < 0:
        return 0, _odd("expires-in-negative", f"expires_in is {value}, so the token has ended already")
    if isinstance(value, float):
        return math.floor(value), _odd(
            "expires-in-float", f"expires_in is {value}, with a fraction; whole seconds are usual"
        )
    return value, ()


def _from_text(text: str) -> tuple[int | None, tuple[Deviation, ...]]:
    # What is no number is not repeated in part: a part of a secret is not recognised as one.
    shown = f'"{text}"' if len(text) <= _LONGEST_SHOWN else f"of {len(text)} characters"
    told = _odd("expires-in-string", f"expires_in is the string {shown}, not a number")
    try:
        seconds, further = (
            _from_number(float(text)) if "." in text or "e" in text.lower() else _from_number(int(text[:400]))
        )
    except ValueError:
        return None, _odd("expires-in-not-a-number", f"expires_in is the string {shown}, which is no number of seconds")
    return seconds, (*told, *further)
