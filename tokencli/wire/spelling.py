r"""A secret found in a text however it is spelled there: as it is, in a form, a URL, JSON, HTML, or inside base64.

Letters and digits are written as themselves everywhere; of all other characters every spelling is looked for, since what one
program escapes (`~`, `/`, `'`) another leaves alone.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_JSON_SHORT = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HTML_NAMES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_PLAIN_RUN = re.compile(r"[0-9A-Za-z]+")
_SHORTEST_CORE = 6  # fewer characters of base64 stand in many texts by chance


def octets_of(value: str) -> bytes:
    """The octets of a text that may hold octets that are no UTF-8, or halves of characters from JSON."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def replace_spellings(text: str, secret: str, shown: str) -> str:
    """Replaces a secret in a text.

    Args:
        text: The text.
        secret: The secret, not empty.
        shown: What is to stand in its place.
    """
    longest = max(_PLAIN_RUN.findall(secret), key=len, default="")
    if longest in text:  # else there is nothing to find, and looking closely costs much
        text = re.sub("".join(map(_any_spelling, secret)), lambda _: shown, text)
    for core in _inside_base64(octets_of(secret)):
        text = text.replace(core, shown)
    return text


def _any_spelling(character: str) -> str:
    if _PLAIN_RUN.fullmatch(character):
        return character
    return f"(?:{'|'.join(sorted(_spellings(character), key=len, reverse=True))})"


def _spellings(character: str) -> Iterator[str]:
    code, utf16 = ord(character), character.encode("utf-16-be", "surrogatepass").hex()
    yield re.escape(character)
    if character == " ":
        yield r"\+"
    yield "".join(f"%{_any_case(f'{octet:02x}')}" for octet in octets_of(character))
    yield "".join(rf"\\u{_any_case(utf16[start : start + 4])}" for start in range(0, len(utf16), 4))
    if character in _JSON_SHORT:
        yield re.escape(_JSON_SHORT[character])
    yield from (f"&#0*{code};", f"&#[xX]0*{_any_case(f'{code:x}')};")
    if character in _HTML_NAMES:
        yield _HTML_NAMES[character]


def _any_case(digits: str) -> str:
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits)


def _inside_base64(octets: bytes) -> Iterator[str]:
    """What is the same in every base64 text that holds these octets, for each of the three places they can begin at."""
    for before in range(3):
        # RFC 4648 section 4: three octets become four characters, so the characters at either edge depend on the neighbours.
        start = (0, 2, 3)[before]
        end = (before + len(octets)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            core = encode(b"\0" * before + octets).decode()[start:end]
            if len(core) >= _SHORTEST_CORE:
                yield core
