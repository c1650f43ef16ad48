"""Any text searched from beginning to end, once, for everything the readers know."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.captures.blocks import BLOCK_READERS
from tokencli.captures.in_line import read_text
from tokencli.captures.json_values import read_value
from tokencli.captures.lines import Lines
from tokencli.captures.moments import moment_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.captures.blocks import BlockReader
    from tokencli.captures.sighting import Sighting

# A line without any of these begins nothing. Most lines of a log have none, and are passed over by this one pattern.
_HINT = re.compile(
    r"HTTP/[123]|\bcurl\b|eyJ|error|Error|_grant|_client|_scope|_request|_required|_denied|AADSTS|code=|client_id=|_token|grant_type"
    r"|tokencli-trace|_endpoint|_code|https?://\S+$|== Info|=> Send|<= Recv| in \d+ ms$|[{\[][ \t]*$",
    re.MULTILINE,
)
_LONGEST_BLOCK = 50_000  # lines
_TRIES = 4


def search(pieces: Iterator[str]) -> Iterator[Sighting]:
    """What stands in a text, with the number of the line.

    Args:
        pieces: The text, in pieces of any size.

    Raises:
        NotATrace: A saved trace stands in it that cannot be read.
    """
    lines = Lines(pieces)
    while lines.skip_to(_HINT):
        first = lines.take() or ""
        number = lines.number
        reader, taken = _block(first, lines) or (None, [first])
        found = list(reader.read(taken)) if reader else []
        if not found:
            for further, line in enumerate(taken):
                yield from _placed(read_line(line), number + further)
        yield from _placed(iter(found), number)


def _block(first: str, lines: Lines) -> tuple[BlockReader, list[str]] | None:
    for reader in BLOCK_READERS:
        belongs = reader.recognise(first)
        if belongs is None:
            continue
        taken = [first]
        while len(taken) < _LONGEST_BLOCK and (line := lines.peek()) is not None and belongs(line):
            taken.append(lines.take() or "")
        return reader, taken
    return None


def _placed(sightings: Iterator[Sighting], number: int) -> Iterator[Sighting]:
    for sighting in sightings:
        # A saved run is one thing, wherever it stands.
        yield sighting if sighting.trace else replace(sighting, place=f"line {number}")


def read_line(line: str) -> Iterator[Sighting]:
    """What stands within one line: JSON in it, else any of the forms that a line can hold."""
    found = list(_json_in(line))
    if not found:
        found = list(read_text(line))
    at = moment_in(line) if any(not one.at for one in found) else 0.0
    for sighting in found:
        yield sighting if sighting.at else replace(sighting, at=at)


def _json_in(line: str) -> Iterator[Sighting]:
    start, tries = line.find("{"), 0
    while start >= 0 and tries < _TRIES:
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(line, start)
        except (ValueError, RecursionError):
            end, tries = start + 1, tries + 1
        else:
            yield from read_value(value)
        start = line.find("{", end)
