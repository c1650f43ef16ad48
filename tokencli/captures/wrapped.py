"""An address that a mail program or a terminal broke where its line was full, put together again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.captures.lines import Lines

_WIDTHS = range(60, 201)  # characters of a line at which programs break it
_QUOTED = re.compile(r"[>| \t]*")
_OPEN = re.compile(r"(?:://?|^[>| \t]*/)[^\s\"'<>|\\^`]*[?#][^\s\"'<>|\\^`]*$")
# What RFC 3986 section 2 has in a URL, and nothing else in the line.
_REST = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_ANOTHER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
# A word that follows the address, or a member in a line of its own.
_APART = re.compile(r"[A-Za-z]+[.,:;!?]*|\w+=.*")


def unwrapped(line: str, lines: Lines) -> str:
    """A line with what follows of an address that goes on in the next ones, which are taken; else the line as it is.

    Args:
        line: The line.
        lines: What follows it.
    """
    width = len(line)
    if width not in _WIDTHS or not _OPEN.search(line):
        return line
    quoted = _QUOTED.match(line)
    sign = quoted[0] if quoted else ""
    joined, broken = line, line.endswith(("&", "=", "%", "?"))
    while (following := lines.peek()) is not None:
        rest = following.removeprefix(sign)
        full = len(following) == width
        if (
            not following.startswith(sign)
            or len(following) > width
            or not _REST.fullmatch(rest)
            or _ANOTHER.match(rest)
        ):
            break
        # As long as the line before, it was broken too; what is shorter has to look like a part of an address.
        if not (full or broken) and _APART.fullmatch(rest):
            break
        joined, broken = joined + rest, True
        lines.take()
        if not full:
            break
    return joined
