"""A text that comes in pieces, line by line, with whole stretches passed over where nothing is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


class Lines:
    """The lines of a text of any length; only the piece at hand is kept.

    Attributes:
        number: The number of the line that was taken last, from 1; 0 before the first.
    """

    def __init__(self, pieces: Iterator[str]) -> None:
        r"""Reads a text that comes in pieces of any size, with `\n` as line end."""
        self.number = 0
        self._pieces = pieces
        self._text = ""  # whole lines, until the text is at its end
        self._at = 0
        self._rest = ""  # the beginning of a line whose end has not come

    def skip_to(self, pattern: re.Pattern[str]) -> bool:
        """Goes to the beginning of the next line in which a pattern is found.

        Args:
            pattern: It matches within one line.

        Returns:
            Whether there is such a line.
        """
        while True:
            match = pattern.search(self._text, self._at)
            start = len(self._text) if match is None else self._text.rfind("\n", 0, match.start()) + 1
            start = max(start, self._at)
            self.number += self._text.count("\n", self._at, start)
            self._at = start
            if match is not None:
                return True
            if not self._refill():
                return False

    def peek(self) -> str | None:
        """The next line without its end; None after the last. Nothing is taken."""
        if self._at >= len(self._text) and not self._refill():
            return None
        end = self._text.find("\n", self._at)
        return self._text[self._at :] if end < 0 else self._text[self._at : end]

    def take(self) -> str | None:
        """The next line without its end; None after the last."""
        line = self.peek()
        if line is not None:
            self._at += len(line) + 1
            self.number += 1
        return line

    def _refill(self) -> bool:
        """Puts further whole lines in place of those that were taken; False when the text is at its end."""
        gathered = [self._rest]
        for piece in self._pieces:
            head, end, tail = piece.rpartition("\n")
            if end:
                self._text, self._at, self._rest = "".join((*gathered, head, end)), 0, tail
                return True
            gathered.append(piece)
        self._text, self._at, self._rest = "".join(gathered), 0, ""
        return bool(self._text)
