"""A QR code for a terminal: two modules in one character, so that a phone can read an address from it (ISO/IEC 18004)."""

from __future__ import annotations

import os
from typing import IO

QUIET_ZONE = 2  # modules; ISO/IEC 18004 says 4, readers are content with 2, and small windows have no more
_BLACK_ON_WHITE, _PLAIN = "\x1b[30;47m", "\x1b[0m"
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_code_lines(text: str, stream: IO[str], window: tuple[int, int], *, color: bool) -> list[str]:
    """The lines of a QR code; none where the stream cannot show one.

    Args:
        text: What is to be read from it.
        stream: Where it goes.
        window: The columns and lines that are seen at once.
        color: Whether there may be colours; without them a dark background is assumed.
    """
    if not _can_show_blocks(stream):
        return []
    # Loaded here: only a person at a terminal who is handed a code needs it.
    import segno

    code = segno.make(text, error="l", micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET_ZONE)]
    columns, lines = window
    if len(rows[0]) >= columns or len(rows) / 2 >= lines:
        return []
    return [f"{_BLACK_ON_WHITE}{line}{_PLAIN}" for line in _drawn(rows)] if color else _drawn(_light(rows))


def _can_show_blocks(stream: IO[str]) -> bool:
    encoding = (getattr(stream, "encoding", "") or "").lower().replace("-", "")
    return stream.isatty() and encoding == "utf8" and os.environ.get("TERM") != "dumb"


def _light(rows: list[list[bool]]) -> list[list[bool]]:
    return [[not module for module in row] for row in rows]


def _drawn(rows: list[list[bool]]) -> list[str]:
    """Two rows of modules in one line of characters, where True is drawn."""
    outside = [rows[0][0]] * len(rows[0])
    pairs = zip(rows[::2], [*rows[1::2], outside], strict=False)
    return ["".join(_HALVES[pair] for pair in zip(*two, strict=True)) for two in pairs]
