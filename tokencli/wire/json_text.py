"""JSON read so that nothing a server sent is lost: duplicates, odd numbers and broken places are kept (RFC 8259)."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DEEP = "nested too deeply to be read"
DEEPEST = 100  # no answer comes near it, and whoever shows a value must be able to walk through it


@dataclass(frozen=True, slots=True)
class JsonText:
    """JSON that could be read.

    Attributes:
        value: The value; of members that stand twice the last one, as most readers take it.
        duplicates: Names that stand more than once in one object.
        byte_order_mark: Whether the text began with U+FEFF (RFC 8259 section 8.1 forbids it).
        broken_utf8: Whether some octets were no UTF-8 and were replaced by U+FFFD.
    """

    value: Any
    duplicates: tuple[str, ...] = ()
    byte_order_mark: bool = False
    broken_utf8: bool = False


@dataclass(frozen=True, slots=True)
class BrokenJson:
    """Text that is no JSON, with the place where reading stopped.

    Attributes:
        reason: What the reader expected, in words.
        line: The line of the first wrong character, from 1.
        column: Its column, from 1.
        near: The line it stands in, cut to 80 characters around the place.
    """

    reason: str
    line: int
    column: int
    near: str


def _decode(octets: bytes) -> tuple[str, bool]:
    try:
        return octets.decode(), False
    except UnicodeDecodeError:
        return octets.decode("utf-8", "replace"), True


def _integer(digits: str) -> int | float:
    # Python refuses integers of more than 4,300 digits; such a number is read as a float rather than not at all.
    return int(digits) if len(digits) <= 4000 else float(digits)  # noqa: PLR2004 - the interpreter's limit, rounded


def _near(text: str, position: int) -> str:
    start, end = text.rfind("\n", 0, position) + 1, text.find("\n", position)
    end = len(text) if end < 0 else end
    return text[max(start, position - 40) : min(end, position + 40)].strip()


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def read_json(body: bytes) -> JsonText | BrokenJson:
    """Reads a JSON text.

    Args:
        body: The octets; a byte order mark and broken UTF-8 are accepted and noted.

    Returns:
        The value with what was odd about it, or where and why it is not JSON.
    """
    text, broken_utf8 = _decode(body.removeprefix(BYTE_ORDER_MARK))
    duplicates: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, value in pairs:
            if name in kept:
                duplicates.append(name)
            kept[name] = value
        return kept

    try:
        value = json.loads(text, object_pairs_hook=members, parse_int=_integer)
    except json.JSONDecodeError as broken:
        return BrokenJson(broken.msg, broken.lineno, broken.colno, _near(broken.doc, broken.pos))
    except RecursionError:
        return BrokenJson(_DEEP, 1, 1, text[:80])
    if _too_deep(value):
        return BrokenJson(_DEEP, 1, 1, text[:80])
    return JsonText(value, tuple(duplicates), body.startswith(BYTE_ORDER_MARK), broken_utf8)


def parse_json(text: str) -> Any:
    """The value of a JSON text that is to be sent, so that nothing in it may be lenient.

    Args:
        text: The text.

    Raises:
        ValueError: It is no JSON by RFC 8259, or nested too deeply; what Python writes as NaN or Infinity is none.
    """
    try:
        return json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError(_DEEP) from None


def _no_constant(name: str) -> Any:
    # RFC 8259 section 6: numeric values that cannot be represented in the grammar (such as Infinity and NaN) are not permitted.
    raise ValueError(f"{name} is no number in JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number
