"""A text that comes in pieces, line by line, with whole stretches passed over where nothing is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.captures.markup import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator


class Lines:
    """The lines of a text of any length; only the piece at hand is kept.

    Attributes:
        number: The number of the line that was taken last, from 1; 0 before the first.
    """

    def __init__(self, pieces: Iterator[str], hints: tuple[str, ...]) -> None:
        r"""Reads a text that comes in pieces of any size, with `\n` as line end; `hints` is what is looked for."""
        self.number = 0
        self._pieces = pieces
        self._text = ""  # whole lines, until the text is at its end
        self._at = 0
        self._rest = ""  # the beginning of a line whose end has not come
        self._hints = hints
        self._next = [(-1, hint) for hint in hints]  # where each stands next

    def skip_to_hint(self) -> bool:
        """Goes to the beginning of the next line in which one of the hints stands; False when there is none."""
        while True:
            found = self._find()
            start = len(self._text) if found < 0 else max(self._text.rfind("\n", 0, found) + 1, self._at)
            self.number += self._text.count("\n", self._at, start)
            self._at = start
            if found >= 0:
                return True
            if not self._refill():
                return False

    def _find(self) -> int:
        """The place of the nearest hint; -1 when there is none in the text at hand.

        Each hint is looked for on its own, which is many times faster than one pattern for all, and where it stands next is kept.
        """
        text, at = self._text, self._at
        ahead = ((text.find(hint, at) if place < at else place, hint) for place, hint in self._next)
        self._next = sorted(one for one in ahead if one[0] >= 0)
        return self._next[0][0] if self._next else -1

    def peek(self) -> str | None:
        """The next line without its end; None after the last. Nothing is taken."""
        line = self._peek()
        return None if line is None else unescaped(line)

    def _peek(self) -> str | None:
        if self._at >= len(self._text) and not self._refill():
            return None
        end = self._text.find("\n", self._at)
        return self._text[self._at :] if end < 0 else self._text[self._at : end]

    def take(self) -> str:
        """The next line without its end; an empty text after the last."""
        line = self._peek() or ""
        self._at += len(line) + 1
        self.number += 1
        return unescaped(line)

    def _refill(self) -> bool:
        """Puts further whole lines in place of those that were taken; False when the text is at its end."""
        gathered = [self._rest]
        for piece in self._pieces:
            head, end, tail = piece.rpartition("\n")
            if end:
                self._begin("".join((*gathered, head, end)), tail)
                return True
            gathered.append(piece)
        self._begin("".join(gathered), "")
        return bool(self._text)

    def _begin(self, text: str, rest: str) -> None:
        self._text, self._at, self._rest = text, 0, rest
        self._next = [(-1, hint) for hint in self._hints]
