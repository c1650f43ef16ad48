"""The form-urlencoding that OAuth requests are written in (RFC 6749 appendix B)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable

Members = tuple[tuple[str, str], ...]


def encode(members: Iterable[tuple[str, str]]) -> str:
    """Writes name and value pairs as one form, in their order, repeating a name as often as it is given."""
    return urlencode(list(members))


def decode(text: str) -> Members:
    """Reads a form without losing anything: order, repetition and empty values stay.

    Octets that are no UTF-8 become U+FFFD, since a debugger must show what it can.
    """
    return tuple(parse_qsl(text, keep_blank_values=True, errors="replace"))
