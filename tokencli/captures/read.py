"""The way in: octets of any kind, looked at, read by whatever reader knows them, and put together."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tokencli.captures.assemble import assemble
from tokencli.captures.har import is_har, read_har
from tokencli.captures.pieces import text_pieces
from tokencli.captures.search import search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.captures.captured import Captured
    from tokencli.captures.sighting import Sighting

# What is looked for, in the words in which a person is told when nothing of it was found.
LOOKED_FOR = (
    "a JSON or form-encoded error, an HTTP exchange, curl -v or --trace output, a curl command, a HAR file, a redirect URL, a "
    "trace of tokencli, log lines with OAuth error codes, a JWT, metadata of a server"
)


def read_captures(sources: Iterable[tuple[str, Iterable[bytes]]]) -> Captured:
    """Reads everything a person has into one body of evidence.

    Args:
        sources: Each with its name, empty where there is only one, and its octets in pieces of any size.

    Raises:
        NotATrace: One says that it is a saved trace, but cannot be read.
    """
    return assemble(_read(name, octets) for name, octets in sources)


def _read(name: str, octets: Iterable[bytes]) -> Iterator[tuple[str, Sighting]]:
    pieces = text_pieces(octets)
    start = ""
    while len(start.lstrip()) < 200 and (piece := next(pieces, None)) is not None:  # noqa: PLR2004 - enough to tell a HAR
        start += piece
    reader = read_har if is_har(start) else search
    for place, sighting in reader(chain((start,), pieces)):
        yield (f"{name}, {place}" if name and place else name or place), sighting
