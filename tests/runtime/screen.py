"""A stderr that says it is a terminal, and keeps what is written to it."""

from __future__ import annotations

import io


class Screen(io.StringIO):
    """A terminal of unknown size, which counts as 80 columns and 24 lines.

    Attributes:
        encoding: What it can show.
    """

    def __init__(self, encoding: str = "utf-8", *, tty: bool = True) -> None:
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self) -> str:  # type: ignore[override] # a text in memory has none
        return self._encoding

    def isatty(self) -> bool:
        return self._tty
