"""Text from strangers made safe for a terminal: no control sequence and no bidirectional override passes."""

from __future__ import annotations

import re

# C0 and C1 controls and DEL can move the cursor or start a sequence; the others reorder or hide what is read, or are
# halves of characters (RFC 8259 section 8.2), which no file and no terminal takes.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_UNSAFE_LINE = re.compile("[\t\n]|" + _UNSAFE.pattern)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one octet or more


def printable(text: str) -> str:
    r"""Shows unsafe characters as `\x1b` or `\u202e`; tabs and line ends stay."""
    return _UNSAFE.sub(_escaped, text)


def printable_line(text: str) -> str:
    """The same for text that must stay on one line: tabs and line ends are shown as escapes too."""
    return _UNSAFE_LINE.sub(_escaped, text)


def printable_json(text: str) -> str:
    """Serialised JSON with the same characters as JSON escapes, so that it stays the same JSON."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
