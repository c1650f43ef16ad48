"""A run saved as a versioned JSON document that `tokencli explain` reads back."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response, host_header
from tokencli.wire.printable import printable_json

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "tokencli-trace"
VERSION = 1
_LONGEST_VERSION = 4  # what is longer is no version, and may be a secret
_LONGEST_SECONDS = 10**11  # the year 5138


class NotATrace(ValueError):
    """The text is no trace of a version this program reads."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the recorded run, as it may be shown.

    Attributes:
        name: The option's name with `_` for `-`.
        value: Its value, or for a secret the reference to it.
        origin: Where the value came from, in words.
    """

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What was sent and received in one run.

    Attributes:
        created_at: When the run ended, in seconds since 1970-01-01 UTC.
        program: Name and version of the program that wrote it.
        redacted: Whether secrets were taken out.
        settings: The settings of the run.
        exchanges: The exchanges in their order.
        metadata: The server's metadata where the run knew it, from the cache or from one of the exchanges.
    """

    created_at: float
    program: str
    redacted: bool
    settings: tuple[Setting, ...]
    exchanges: tuple[Exchange, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)


def _write_body(body: bytes) -> Any:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode("ascii")}


def _read_body(body: Any) -> bytes:
    return base64.b64decode(body["base64"]) if isinstance(body, dict) else str(body).encode()


def _write_answer(answer: Response | NoAnswer) -> dict[str, Any]:
    if isinstance(answer, NoAnswer):
        return {"no_answer": {"reason": answer.reason.value, "detail": answer.detail, "sent": answer.sent}}
    return {
        "response": {
            "status": answer.status,
            "headers": [list(pair) for pair in answer.headers],
            "body": _write_body(answer.body),
            "problems": list(answer.problems),
        }
    }


def _read_answer(entry: dict[str, Any]) -> Response | NoAnswer:
    if "no_answer" in entry:
        told = entry["no_answer"]
        return NoAnswer(NoAnswerReason(told["reason"]), str(told["detail"]), bool(told["sent"]))
    told = entry["response"]
    headers = tuple((str(name), str(value)) for name, value in told["headers"])
    return Response(int(told["status"]), headers, _read_body(told["body"]), tuple(map(str, told["problems"])))


def _write_exchange(exchange: Exchange) -> dict[str, Any]:
    request = exchange.request
    return {
        "purpose": exchange.purpose.value,
        "started_at": exchange.started_at,
        "seconds": exchange.seconds,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [list(pair) for pair in request.headers],
            "body": _write_body(request.body),
        },
        **_write_answer(exchange.answer),
    }


def _read_exchange(entry: dict[str, Any]) -> Exchange:
    told = entry["request"]
    headers = tuple((str(name), str(value)) for name, value in told["headers"])
    request = Request(str(told["method"]), str(told["url"]), headers, _read_body(told["body"]))
    host_header(request.url)  # raises for what is no URL
    started_at, seconds = _read_seconds(entry["started_at"]), _read_seconds(entry["seconds"])
    return Exchange(Purpose(entry["purpose"]), request, _read_answer(entry), started_at, seconds)


def _read_seconds(value: Any) -> float:
    seconds = float(value)
    if not abs(seconds) < _LONGEST_SECONDS:
        raise ValueError(f"{value} seconds are beyond the calendar")
    return seconds


def write_trace(trace: Trace) -> str:
    """Writes the document, indented, with a line end."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "created_at": trace.created_at,
        "program": trace.program,
        "redacted": trace.redacted,
        "settings": [{"name": one.name, "value": one.value, "origin": one.origin} for one in trace.settings],
        "metadata": dict(trace.metadata),
        "exchanges": [_write_exchange(exchange) for exchange in trace.exchanges],
    }
    return printable_json(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def is_trace(document: Any) -> bool:
    """Whether a JSON value says of itself that it is a trace, of whatever version."""
    return isinstance(document, dict) and document.get("format") == FORMAT


def read_trace(document: Any) -> Trace:
    """Reads a trace.

    Args:
        document: The parsed JSON value.

    Raises:
        NotATrace: The document is none, is of a later version, or lacks what a trace must have.
    """
    if not is_trace(document):
        raise NotATrace("the file is no tokencli trace")
    if document.get("version") != VERSION:
        version = document.get("version")
        shown = version if version is None or len(str(version)) < _LONGEST_VERSION else "of another form"
        raise NotATrace(f"the trace is of version {shown}; this program reads version {VERSION}")
    try:
        return Trace(
            _read_seconds(document["created_at"]),
            str(document["program"]),
            bool(document["redacted"]),
            tuple(Setting(str(one["name"]), str(one["value"]), str(one["origin"])) for one in document["settings"]),
            tuple(_read_exchange(entry) for entry in document["exchanges"]),
            dict(document["metadata"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise NotATrace(f"the trace is incomplete: {type(problem).__name__} {problem}") from problem
