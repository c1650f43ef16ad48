"""The JWTs that stand in a text: one a line, in JSON such as a token response, or among other words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tokencli.jose.peek import NotAJwt, peek
from tokencli.wire.json_text import JsonText, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

# The header is a JSON object, so its base64url begins as `{`, with a quote or white space behind it, does.
# A full stop may end the sentence in which a token stands, and nothing else is cut off one: what has a part or a character
# too many is no token. Compiled when it is needed: most who decode a token hand over that token alone.
_JWT = r"(?<![\w.-])e[wy][\w-]+\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]+)?(?![\w+/=-]|\.[\w-])"
_BEGINS = ("ew", "ey")


class FoundToken(NamedTuple):
    """A token in a text.

    Attributes:
        name: What it is called there: a member's name, or its line.
        text: The token.
    """

    name: str
    text: str


def is_meant_as_one(text: str) -> bool:
    """Whether a text is one word that begins as a JWT does, so that nothing may be cut off it."""
    return len(text.split()) == 1 and text.strip().startswith(_BEGINS)


def find_tokens(text: str) -> tuple[FoundToken, ...]:
    """The JWTs of a text, each once, in their order; none where there are none.

    Args:
        text: What somebody has.

    Raises:
        NotAJwt: Each line is one word, and one of them is no JWT: then it was meant to be one.
    """
    read = read_json(text.encode()) if text.lstrip().startswith(("{", "[")) else None
    if isinstance(read, JsonText):
        return _each_once(_in_json(read.value))
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > 1 and not any(len(line.split()) > 1 for _, line in lines):
        return _each_once(_a_line(number, line) for number, line in lines)
    return _each_once(
        FoundToken(f"line {number}", found)
        for number, line in lines
        for found in re.findall(_JWT, line)
        if _is_jwt(found)
    )


def _each_once(tokens: Iterator[FoundToken]) -> tuple[FoundToken, ...]:
    found: dict[str, FoundToken] = {}
    for one in tokens:
        found.setdefault(one.text, one)
    return tuple(found.values())


def _a_line(number: int, line: str) -> FoundToken:
    token = line.strip("\"',")
    try:
        peek(token)
    except NotAJwt as problem:
        raise NotAJwt(f"line {number}: {problem}") from None
    return FoundToken(f"line {number}", token)


def _in_json(value: Any, path: str = "") -> Iterator[FoundToken]:
    if isinstance(value, str):
        if _is_jwt(value):
            yield FoundToken(path, value.strip())
        return
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in members:
        yield from _in_json(one, f"{path}.{name}" if path else str(name))


def _is_jwt(text: str) -> bool:
    try:
        peek(text)
    except NotAJwt:
        return False
    return True
