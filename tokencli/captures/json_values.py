"""JSON of any shape searched for what belongs to a conversation: a body, a saved trace, metadata, a log record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokencli.captures.codes import is_metadata, is_refusal, is_tokens
from tokencli.captures.in_line import read_text
from tokencli.captures.moments import moment_among
from tokencli.captures.sighting import Sighting
from tokencli.wire.message import UNSEEN_STATUS, Response
from tokencli.wire.trace import is_trace, read_trace

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 8


def read_value(value: Any, at: float = 0.0, depth: int = 0) -> Iterator[Sighting]:
    """What a JSON value holds.

    Args:
        value: The value.
        at: When, in seconds since 1970-01-01 UTC; 0 when not known.
        depth: How deep it stands in another one.

    Raises:
        NotATrace: It says that it is a trace, but cannot be read.
    """
    if isinstance(value, dict):
        yield from _read_object(value, at or moment_among(value), depth)
    elif isinstance(value, list) and depth < _DEEPEST:
        for one in value:
            yield from read_value(one, at, depth + 1)
    elif isinstance(value, str):
        yield from _read_member(value, at, depth)


def _read_object(members: dict[str, Any], at: float, depth: int) -> Iterator[Sighting]:
    if is_trace(members):
        yield Sighting("trace", trace=read_trace(members))
    elif is_metadata(members):
        yield Sighting("metadata document", metadata=members)
    elif is_refusal(members):
        yield Sighting("JSON error", answer=body_alone(_unwrapped(members)), at=at, error=_error(members))
    elif is_tokens(members):
        yield Sighting("JSON token answer", answer=body_alone(members), at=at)
    elif depth < _DEEPEST:
        for value in members.values():
            yield from read_value(value, at, depth + 1)


def _read_member(text: str, at: float, depth: int) -> Iterator[Sighting]:
    """A text in a record may hold JSON once more."""
    if text[:1] in {"{", "["} and depth < _DEEPEST:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            pass
        else:
            yield from read_value(value, at, depth + 1)
            return
    yield from read_text(text, at)


def _error(members: dict[str, Any]) -> tuple[str, str] | None:
    """The code and its description, where they are as simple as they should be."""
    error, description = members["error"], members.get("error_description", "")
    return (error, description) if isinstance(error, str) and isinstance(description, str) else None


def _unwrapped(members: dict[str, Any]) -> dict[str, Any]:
    """The refusal without what a log record says besides."""
    return {
        name: value for name, value in members.items() if name not in {"level", "msg", "message", "logger", "tokencli"}
    }


def body_alone(members: dict[str, Any]) -> Response:
    """An answer of which only the JSON body is known."""
    return Response(UNSEEN_STATUS, (("Content-Type", "application/json"),), json.dumps(members).encode())
