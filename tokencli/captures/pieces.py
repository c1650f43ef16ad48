r"""Octets that come in pieces, as text that comes in pieces: any line end is `\n`, a byte order mark says the encoding."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# PowerShell's `>` writes UTF-16 with a byte order mark.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LONGEST_MARK = 3


def text_pieces(octets: Iterable[bytes]) -> Iterator[str]:
    """Decodes octets; what does not fit the encoding becomes U+FFFD.

    Args:
        octets: The pieces, of any size.

    Returns:
        Text, never cut inside a character or a line end.
    """
    pieces = iter(octets)
    start = b""
    while len(start) < _LONGEST_MARK and (piece := next(pieces, None)) is not None:
        start += piece
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    held = ""
    for decoded in _decoded(decoder, start, pieces):
        text = held + decoded
        held = "\r" if text.endswith("\r") else ""
        yield (text[: -len(held)] if held else text).replace("\r\n", "\n").replace("\r", "\n")
    if held:
        yield "\n"


def _decoded(decoder: codecs.IncrementalDecoder, start: bytes, pieces: Iterator[bytes]) -> Iterator[str]:
    yield decoder.decode(start)
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
