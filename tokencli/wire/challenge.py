"""Challenges of `WWW-Authenticate`: several fields, several schemes in one field (RFC 9110 section 11.6.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # noqa: S105 - the grammar's token, RFC 9110 section 5.6.2
_PARAMETER = re.compile(rf'({_TOKEN})[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|{_TOKEN})')
_SCHEME = re.compile(rf"({_TOKEN})(?:[ ]+|$|(?=[ \t]*,))")
_TOKEN68 = re.compile(r"[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))")
_GAP = re.compile(r"[ \t,]*")


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge: what the server wants to see in `Authorization`.

    Attributes:
        scheme: The scheme's name as written.
        parameters: Name (in lower case) and value pairs, in order.
        token68: The bare token some schemes carry instead of parameters; empty when there is none.
    """

    scheme: str
    parameters: tuple[tuple[str, str], ...] = ()
    token68: str = ""

    def get(self, name: str) -> str | None:
        """The value of a parameter, or None."""
        return next((value for key, value in self.parameters if key == name.lower()), None)


def _unquote(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _skip(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _parameters(text: str, position: int) -> tuple[tuple[tuple[str, str], ...], int]:
    found: list[tuple[str, str]] = []
    while match := _PARAMETER.match(text, position):
        found.append((match[1].lower(), _unquote(match[2])))
        position = _skip(text, match.end())
    return tuple(found), position


def _challenges(text: str) -> Iterator[Challenge]:
    position = _skip(text, 0)
    while match := _SCHEME.match(text, position):
        parameters, position = _parameters(text, match.end())
        if parameters:
            yield Challenge(match[1], parameters)
        elif token := _TOKEN68.match(text, match.end()):
            yield Challenge(match[1], token68=token[0])
            position = _skip(text, token.end())
        else:
            yield Challenge(match[1])
            position = _skip(text, match.end())


def read_challenges(fields: Iterable[str]) -> tuple[Challenge, ...]:
    """Reads every challenge of every field; what does not follow the grammar ends the field it is in.

    Args:
        fields: The values of all `WWW-Authenticate` fields.
    """
    return tuple(challenge for field in fields for challenge in _challenges(field))
