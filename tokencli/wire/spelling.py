"""Every way in which a text may spell a secret: as it is, or as a form, JSON, HTML, a header or base64 writes it.

A server that repeats what it got seldom repeats it as it came, and never says how it wrote it.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}  # HTML section 13.5
_SHORT_ESCAPES = {"\b": "b", '"': '"', "'": "'", "\\": r"\\", "/": "/"}  # RFC 8259 section 7
# What was encoded twice, as JSON in JSON is, has further backslashes, `25` and `amp;`.
_BACKSLASH = r"(?:\\|%(?:25)*5[cC])+"
_AMPERSAND, _SEMICOLON = r"(?:&|%(?:25)*26)(?:amp(?:;|%3[bB]))*", r"(?:;|%(?:25)*3[bB])"
_HASH = r"(?:#|%(?:25)*23)"
_BLANK = re.compile(r"[ \t\n\r\f\v]+")
_BLANKS = (
    rf"(?:[ \t\n\r\f\v]|\+|%(?:25)*(?:20|0[9a-dA-D]|2[bB])|{_BACKSLASH}(?:[nrtfv]|u00(?:20|0[9a-dA-D]))"
    rf"|{_AMPERSAND}(?:{_HASH}(?:[xX]0*(?:20|[9a-dA-D])|0*(?:9|1[0-3]|32))|nbsp){_SEMICOLON})+"
)
_PLAIN_RUN = re.compile(r"[0-9A-Za-z]+")
_BASE64_RUN = re.compile(r"(?:[A-Za-z0-9+/_-]|%(?:25)*2[bBfF]|\\+/){8,}(?:=|%(?:25)*3[dD])*")


def octets_of(value: str) -> bytes:
    """The octets of a text that may hold octets that are no UTF-8, or halves of characters from JSON."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def replace_spellings(text: str, secret: str, shown: str) -> str:
    """Replaces a secret in a text, however it is spelled there.

    Args:
        text: The text.
        secret: The secret, neither empty nor blank.
        shown: What is to stand in its place; of base64, in place of the whole run that holds the secret, as `id:` may too.
    """
    longest = _longest_run(secret)
    if longest in text:  # else there is nothing to find, and looking closely costs much
        text = _written(secret).sub(lambda _: shown, text)
    decoded = _decoded_runs(text)
    if longest in decoded and _written(secret).search(decoded):
        text = _BASE64_RUN.sub(lambda run: shown if _written(secret).search(_decoded(run[0])) else run[0], text)
    return text


def may_hold(text: str, secret: str) -> bool:
    """Whether a secret may stand in a text, however it is spelled there; cheap, and never wrong when it says no.

    Args:
        text: The text.
        secret: The secret.
    """
    longest = _longest_run(secret)
    return longest in text or longest in _decoded_runs(text)


def _longest_run(secret: str) -> str:
    return max(_PLAIN_RUN.findall(secret), key=len, default="")


@lru_cache(maxsize=1)  # one text is searched for one secret after another
def _decoded_runs(text: str) -> str:
    return "\n".join(_decoded(run) for run in dict.fromkeys(_BASE64_RUN.findall(text)))


@lru_cache(maxsize=64)
def _written(secret: str) -> re.Pattern[str]:
    """The secret character by character, each in all its spellings, so that a text may mix them."""
    # Servers and views make one blank of many, and trim those at the edges.
    first, *words = _BLANK.split(secret)
    if not any((first, *words)):
        return re.compile(_BLANKS)
    written = ["".join(map(_character, word)) for word in (first, *words) if word]
    before, after = ("" if edge else f"(?:{_BLANKS})?" for edge in (first, (first, *words)[-1]))
    return re.compile(before + _BLANKS.join(written) + after)


@lru_cache(maxsize=256)
def _character(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    ways = list(_ways(character))
    if not character.isascii():  # UTF-8 that was read as ISO 8859-1, as headers are (RFC 9110 section 5.5)
        octets = octets_of(character).decode("latin-1")
        ways.append("".join(f"(?:{'|'.join(_ways(octet))})" for octet in octets))
    # The longest first, so that two backslashes are not taken for one and something else.
    return f"(?:{'|'.join(sorted(ways, key=len, reverse=True))})"


def _ways(character: str) -> Iterator[str]:
    yield re.escape(character)
    octets = octets_of(character)
    yield "".join(
        rf"(?:%(?:25)*|\\+x)(?i:{octet:02x})" for octet in octets
    )  # RFC 3986 section 2.1; or as Python shows it
    units = character.encode("utf-16-be", "surrogatepass")
    yield "".join(rf"{_BACKSLASH}u(?i:{units[at : at + 2].hex()})" for at in range(0, len(units), 2))
    yield f"{_AMPERSAND}{_HASH}(?:0*{ord(character)}|[xX]0*(?i:{ord(character):x})){_SEMICOLON}"
    if character in _NAMED:
        yield f"{_AMPERSAND}{_NAMED[character]}{_SEMICOLON}"
    if character in _SHORT_ESCAPES:
        yield f"{_BACKSLASH}(?:{_SHORT_ESCAPES[character]}|%(?:25)*{ord(character):02X})"


def _decoded(run: str) -> str:
    """What a run of either alphabet holds, wherever in it the base64 begins: a path may stand before it."""
    text = re.sub("%(?:25)+", "%", run)
    text = unquote(text).replace("\\", "").rstrip("=").translate({45: "+", 95: "/"})
    pieces = [text[start:] for start in range(4)]
    whole = [piece[:-1] if len(piece) % 4 == 1 else piece for piece in pieces]
    return "\n".join(base64.b64decode(piece + "=" * (-len(piece) % 4)).decode("utf-8", "replace") for piece in whole)
