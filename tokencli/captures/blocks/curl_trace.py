"""What `curl --trace` and `curl --trace-ascii` write: each piece of the conversation with its octets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.captures.blocks.http_message import read_message
from tokencli.captures.in_line import curl_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokencli.captures.sighting import Sighting

_TIME = r"(?:\d\d:\d\d:\d\d\.\d+ )?(?:\[[\w-]+\] )?"
_PIECE = re.compile(rf"{_TIME}(=>|<=) (Send|Recv) (header|data|SSL data|trailer)\b")
_NOTE = re.compile(rf"{_TIME}== Info: ")
_DUMP = re.compile(r"([0-9a-f]{4,8}): (.*)$")
_OCTETS = re.compile(r"((?:[0-9a-f]{2} ){1,16}) {0,48}")
_HEX_WIDTH = 48  # sixteen octets, each with a blank


def recognise(line: str) -> Callable[[str], bool] | None:
    """The first line of a piece, or a note."""
    if not _PIECE.match(line) and not _NOTE.match(line):
        return None
    return lambda following: any(one.match(following) for one in (_PIECE, _NOTE, _DUMP))


def read(lines: Sequence[str]) -> Iterator[Sighting]:
    """The messages, in their order."""
    head, body = b"", b""
    for kind, octets in _pieces(lines):
        starts = kind.endswith("header") and octets.startswith(
            (b"HTTP/", b"POST ", b"GET ", b"PUT ", b"PATCH ", b"DELETE ", b"HEAD ")
        )
        if starts and head:
            yield from _message(head, body)
            head, body = b"", b""
        if kind.endswith("header"):
            head += octets
        else:
            body += octets
    if head:
        yield from _message(head, body)
    for line in lines:
        if _NOTE.match(line):
            yield from curl_problem.read(line, 0.0)


def _pieces(lines: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    kind, dumped = "", list[tuple[int, str]]()
    for line in lines:
        if match := _DUMP.match(line):
            dumped.append((int(match[1], 16), match[2]))
            continue
        if kind:
            yield kind, _octets(dumped)
        piece = _PIECE.match(line)
        kind, dumped = f"{piece[2]} {piece[3]}" if piece and not piece[3].startswith("SSL") else "", []
    if kind:
        yield kind, _octets(dumped)


def _octets(dumped: Sequence[tuple[int, str]]) -> bytes:
    if dumped and all(_OCTETS.match(text) for _, text in dumped):
        return b"".join(bytes.fromhex(text[:_HEX_WIDTH].strip()) for _, text in dumped)
    parts = []
    for number, (offset, text) in enumerate(dumped):
        parts.append(text.encode())
        # Line ends are not shown; the offset of the next line tells that there was one.
        following = dumped[number + 1][0] if number + 1 < len(dumped) else offset + len(text)
        parts.append(b"\r\n" if following - offset > len(text) else b"")
    return b"".join(parts)


def _message(head: bytes, body: bytes) -> Iterator[Sighting]:
    start, *lines = head.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n").split("\n")
    fields = (line.partition(":") for line in lines)
    message = read_message(start, tuple((name, value.strip()) for name, colon, value in fields if colon), body)
    if message is not None:
        yield message
