"""Any text searched from beginning to end, once, for everything the readers know."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tokencli.captures.blocks import BLOCK_READERS
from tokencli.captures.in_line import read_text
from tokencli.captures.json_values import read_value
from tokencli.captures.lines import Lines
from tokencli.captures.moments import moment_in
from tokencli.captures.wrapped import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.captures.blocks import BlockReader
    from tokencli.captures.sighting import Sighting

# A line without any of these begins nothing. Most lines of a log have none, and are passed over by looking for these alone.
HINTS = (
    "HTTP/1", "HTTP/2", "HTTP/3", "curl", "* connect to", "* Immediate connect", "eyJ", "error", "invalid_", "unauthorized_", "unsupported_", "_denied", "_required",
    "insufficient_", "_mismatch", "_pending", "slow_down", "_unavailable", "use_dpop", "incorrect_client", "bad_verification",
    "state mismatch", "mismatching_state", "Correlation failed", "Invalid redirect_uri", "Invalid parameter: redirect_uri", "'redirect_uri' p", "authorization_request_not_found", "AADSTS", "AADB2C", "MSIS", "code=", "code%3", "client_id=", "_token", "grant_type", "_endpoint", "_code", "response=", "tokencli-trace", "POST http", "GET http",
    "== Info", "=> Send", "<= Recv", "< 2", "< 3", "< 4", "< 5", "{\n", "[\n",
)  # fmt: skip
_LONGEST_BLOCK = 50_000  # lines
_TRIES = 4
_MOST_ALIKE = 10_000  # kinds of lines
_DIGITS = re.compile(r"[0-9]+")
_DECODER = json.JSONDecoder(strict=False)


def search(pieces: Iterator[str]) -> Iterator[tuple[str, Sighting]]:
    """What stands in a text, each with its place.

    Args:
        pieces: The text, in pieces of any size.

    Raises:
        NotATrace: A saved trace stands in it that cannot be read.
    """
    lines, alike = Lines(pieces, HINTS), _Alike()
    while lines.skip_to_hint():
        first = lines.take()
        number = lines.number
        if (again := alike.find(first)) is not None:
            yield from ((_place(one, number), one) for one in again)
            continue
        reader, taken = _block(first, lines) or (None, [first])
        found = list(reader.read(taken)) if reader else []
        if not reader:
            found = list(read_line(unwrapped(first, lines)))
            alike.keep(first, found)
        elif found:
            alike.forget()
        if found or not reader:
            yield from ((_place(one, number), one) for one in found)
            continue
        for further, line in enumerate(taken):
            yield from ((_place(one, number + further), one) for one in read_line(line))


class _Alike:
    """Lines that differ in nothing but their numbers, as a program writes them for hours: only the first is read.

    What the others say is already known, and is counted. After a request everything is read again: the next line may be its answer.
    """

    def __init__(self) -> None:
        self._known: dict[str, list[Sighting]] = {}

    def find(self, line: str) -> list[Sighting] | None:
        """What a line like this one was found to hold; None when there was none."""
        return self._known.get(_DIGITS.sub("#", line)) if self._known else None

    def forget(self) -> None:
        """Has every kind of line read again."""
        self._known.clear()

    def keep(self, line: str, found: list[Sighting]) -> None:
        """Keeps what a line holds for those that are like it."""
        if any(one.error is None for one in found):
            self.forget()
            return
        if len(self._known) < _MOST_ALIKE:
            self._known[_DIGITS.sub("#", line)] = found


def _place(sighting: Sighting, number: int) -> str:
    return "" if sighting.trace else f"line {number}"  # a saved run is one thing, wherever it stands


def _block(first: str, lines: Lines) -> tuple[BlockReader, list[str]] | None:
    for reader in BLOCK_READERS:
        belongs = reader.recognise(first)
        if belongs is None:
            continue
        taken = [first]
        while len(taken) < _LONGEST_BLOCK and (line := lines.peek()) is not None and belongs(line):
            taken.append(lines.take())
        return reader, taken
    return None


def read_line(line: str) -> Iterator[Sighting]:
    """What stands within one line: JSON in it, else any of the forms that a line can hold."""
    at = moment_in(line)
    found = list(_json_in(line, at)) if "{" in line else []
    yield from found or read_text(line, at)


def _json_in(line: str, at: float) -> Iterator[Sighting]:
    start, tries = line.find("{"), 0
    while start >= 0 and tries < _TRIES:
        try:
            value, end = _DECODER.raw_decode(line, start)
        except (ValueError, RecursionError):
            end, tries = start + 1, tries + 1
        else:
            yield from read_value(value, at)
        start = line.find("{", end)
