"""The answer of an API on stdout, as it comes: untouched in a pipe, and on a terminal without what would move its cursor."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.wire.printable import printable

if TYPE_CHECKING:
    from tokencli.wire.message import Response


@dataclass
class BodyWriter:
    """Writes heads and bodies.

    Attributes:
        include: Whether heads are written too.
    """

    include: bool = False
    _text: codecs.IncrementalDecoder = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace"))

    def begin(self, head: Response) -> None:
        """Writes the head of the answer, where it is wanted."""
        if self.include:
            lines = (f"HTTP {head.status}", *(f"{name}: {value}" for name, value in head.headers), "", "")
            self.take("\n".join(lines).encode("latin-1", "replace"))

    def take(self, octets: bytes) -> None:
        """Writes the next octets."""
        if sys.stdout.isatty():
            sys.stdout.write(printable(self._text.decode(octets).replace("\r\n", "\n")))
        else:
            sys.stdout.buffer.write(octets)
        sys.stdout.flush()
