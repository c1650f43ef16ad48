"""Lines that were copied out of HTML, with its character references in place of what they stand for."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<[^<>]*>")


def unescaped(line: str) -> str:
    """A line without its character references; one that holds plain quotes outside tags has none of its own.

    Args:
        line: The line.
    """
    if "&amp;" not in line and "&quot;" not in line:
        return line
    return line if '"' in _TAG.sub("", line) else html.unescape(line)
