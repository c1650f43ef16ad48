"""JSON over several lines, as people and programs print it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tokencli.captures.json_values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokencli.captures.sighting import Sighting

_DIGITS = re.compile(r"[0-9]")
_CLOSED = ("}", "]", "},", "],", "};")


def recognise(line: str) -> Callable[[str], bool] | None:
    """A line that ends with an opening bracket, or begins with one and does not close."""
    text, bare = line.rstrip(), line.lstrip()
    if not (text.endswith(("{", "[")) or (bare[:1] in {"{", "["} and not text.endswith(_CLOSED))):
        return None
    indent, prefix = len(line) - len(bare), _prefix(line)
    closed = False

    def belongs(following: str) -> bool:
        nonlocal closed
        if closed:
            return False
        own = _without(prefix, following)
        inner = own.lstrip()
        # Printed JSON closes in the column in which its line began, or behind its last member.
        closed = inner[:1] in {"}", "]"} and len(own) - len(inner) <= (indent if own == following else 0)
        return True

    return belongs


def read(lines: Sequence[str]) -> Iterator[Sighting]:
    """What the JSON holds; text before its first bracket is passed over."""
    prefix = _prefix(lines[0])
    # A web page shows the blanks of JSON as no-break spaces, which RFC 8259 section 2 does not have between tokens.
    text = "\n".join(_without(prefix, line) for line in lines).replace("\u00a0", " ")
    starts = [place for place in (text.find("{"), text.find("[")) if place >= 0]
    for start in sorted(starts):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield from read_value(value)
        return


def _prefix(line: str) -> str:
    """What stands before an opening bracket at the end of a line; a log may have it before every line."""
    text = line.rstrip()
    return text[:-1] if text.endswith(("{", "[")) else ""


def _without(prefix: str, line: str) -> str:
    """A line without the prefix of a log, whose numbers may be others."""
    start = line[: len(prefix)]
    same = prefix.strip() and _DIGITS.sub("#", start) == _DIGITS.sub("#", prefix)
    return line[len(prefix) :] if same else line
