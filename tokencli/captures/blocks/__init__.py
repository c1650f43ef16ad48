"""Readers of what takes several lines: one form, one file, one line here, the more particular before the more general.

A reader is a module with `recognise(line)`, which says whether something begins with a line and if so how to tell which
further lines belong to it, and `read(lines)`, which yields what stands in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from tokencli.captures.blocks import curl_command, curl_trace, http_message, json_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokencli.captures.sighting import Sighting


class BlockReader(Protocol):
    """A reader of one form."""

    def recognise(self, line: str) -> Callable[[str], bool] | None:
        """Whether it begins here: then a function that is told every next line and says whether that still belongs to it."""

    def read(self, lines: Sequence[str]) -> Iterator[Sighting]:
        """What stands in the lines; nothing when they only looked like it."""


BLOCK_READERS = cast("tuple[BlockReader, ...]", (curl_trace, http_message, curl_command, json_document))
