"""JSON over several lines, as people and programs print it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tokencli.captures.json_values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokencli.captures.sighting import Sighting

_CLOSED = ("}", "]", "},", "],", "};")


def recognise(line: str) -> Callable[[str], bool] | None:
    """A line that ends with an opening bracket, or begins with one and does not close."""
    text, bare = line.rstrip(), line.lstrip()
    if not (text.endswith(("{", "[")) or (bare[:1] in {"{", "["} and not text.endswith(_CLOSED))):
        return None
    indent = len(line) - len(bare)
    closed = False

    def belongs(following: str) -> bool:
        nonlocal closed
        if closed:
            return False
        inner = following.lstrip()
        # Printed JSON closes in the column in which its line began, or behind its last member.
        closed = inner[:1] in {"}", "]"} and len(following) - len(inner) <= indent
        return True

    return belongs


def read(lines: Sequence[str]) -> Iterator[Sighting]:
    """What the JSON holds; text before its first bracket is passed over."""
    text = "\n".join(lines)
    starts = [place for place in (text.find("{"), text.find("[")) if place >= 0]
    for start in sorted(starts):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield from read_value(value)
        return
