"""A HAR file, one entry after the other, so that only the entry at hand is kept (HTTP Archive 1.2)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tokencli.captures.moments import moment_of
from tokencli.captures.purposes import purpose_of, readable
from tokencli.captures.sighting import Sighting
from tokencli.wire import form
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.message import Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.wire.message import Headers

_BEGINS = re.compile(r"\s*\{\s*\"log\"\s*:\s*\{")
_ENTRIES = re.compile(r"\"entries\"\s*:\s*\[")
_BETWEEN = re.compile(r"[\s,]*")
_SMALLEST = 1 << 20  # characters to read on at least
# What browsers write where no answer came, with the point at which the conversation ended.
_FAILURES = (
    (r"NAME_NOT_RESOLVED|UNKNOWN_HOST|DNS", NoAnswerReason.NAME),
    (r"CERT|SSL|SEC_ERROR|TLS", NoAnswerReason.TLS),
    (r"PROXY|TUNNEL", NoAnswerReason.PROXY),
    (r"TIMED_OUT|NET_TIMEOUT", NoAnswerReason.TIMEOUT),
    (r"REFUSED|UNREACHABLE|INTERNET_DISCONNECTED|CONNECTION_FAILED", NoAnswerReason.CONNECT),
    (
        r"ERR_(?:EMPTY_RESPONSE|CONNECTION_|CONTENT_LENGTH|INCOMPLETE|INVALID_|HTTP2|QUIC|NETWORK_|SOCKET|RESPONSE)|NET_(?:RESET|INTERRUPT|PARTIAL)",
        NoAnswerReason.BROKEN,
    ),
)
# The same for what browsers do by themselves: the answer may have come, or nothing was sent.
_SENT = frozenset({NoAnswerReason.BROKEN, NoAnswerReason.TIMEOUT, NoAnswerReason.BROWSER})
_NOT_SENT = re.compile(r"BLOCKED_BY|CONNECTION_TIMED_OUT")
_SUCCESS = range(200, 300)  # RFC 9110 section 15.3


def is_har(start: str) -> bool:
    """Whether a text begins as a HAR file does."""
    return _BEGINS.match(start) is not None


class _Ahead:
    """The part of a text from the place at hand on, read on as far as needed."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.text = ""
        self._pieces = pieces

    def more(self, at: int) -> bool:
        """Drops what stands before a place and reads on, each time as much again as is there; False at the end."""
        kept = len(self.text) - at
        gathered, count = [self.text[at:]], 0
        for piece in self._pieces:
            gathered.append(piece)
            count += len(piece)
            if count >= max(kept, _SMALLEST):
                break
        self.text = "".join(gathered)
        return count > 0


def read_har(pieces: Iterator[str]) -> Iterator[tuple[str, Sighting]]:
    """The entries that have to do with anything of ours, in their order.

    Args:
        pieces: The text, in pieces of any size.

    Returns:
        The sightings, each with its place; where the file is cut off or broken, those before that place.
    """
    preflights: dict[str, int] = {}
    for number, entry in enumerate(_entries(_Ahead(pieces)), start=1):
        sighting = _read_entry(entry) if isinstance(entry, dict) else None
        if sighting is not None:
            sighting = sighting[0], _after_preflight(sighting[0], sighting[1], preflights)
            yield (
                f"entry {number}",
                Sighting("HAR entry", sighting[0], sighting[1], _moment(entry), _seconds(entry)),
            )


def _entries(ahead: _Ahead) -> Iterator[Any]:
    found = None
    while found is None:
        # The name of the list may stand across two pieces.
        if not ahead.more(max(0, len(ahead.text) - 100)):
            return
        found = _ENTRIES.search(ahead.text)
    at, decoder = found.end(), json.JSONDecoder(strict=False)
    while True:
        between = _BETWEEN.match(ahead.text, at)
        at = between.end() if between else at
        if ahead.text[at : at + 1] == "]":
            return
        try:
            entry, at = decoder.raw_decode(ahead.text, at)
        except (ValueError, RecursionError):
            if not ahead.more(at):
                return
            at = 0
        else:
            yield entry


def _read_entry(entry: dict[str, Any]) -> tuple[Request, Response | NoAnswer] | None:
    asked, answered = entry.get("request"), entry.get("response")
    if not isinstance(asked, dict) or not isinstance(asked.get("url"), str):
        return None
    request = Request(
        str(asked.get("method", "GET")).upper(), asked["url"], _headers(asked), _sent(asked.get("postData"))
    )
    # Most of a HAR is pictures and scripts, and their bodies its largest part.
    worth = readable(request.url) and (request.method == "POST" or purpose_of(request) is not None)
    return request, _answer(answered if isinstance(answered, dict) else {}, entry, with_body=worth)


def _after_preflight(request: Request, answer: Response | NoAnswer, preflights: dict[str, int]) -> Response | NoAnswer:
    """The answer, with what the browser was told before where it kept it: it asks with OPTIONS whether it may ask."""
    if request.method == "OPTIONS":
        preflights[request.url] = answer.status if isinstance(answer, Response) else 0
        return answer
    status = preflights.pop(request.url, 0)
    if not isinstance(answer, NoAnswer) or answer.reason is not NoAnswerReason.BROWSER:
        return answer
    if not status or status in _SUCCESS:
        return answer
    # Fetch Standard, CORS-preflight fetch: a status that is no ok status ends in a network error.
    return replace(answer, detail=f"{answer.detail}, after its preflight (OPTIONS) was answered {status}", sent=False)


def _headers(message: dict[str, Any]) -> Headers:
    fields = message.get("headers")
    return tuple(
        (str(one["name"]), str(one["value"]))
        for one in (fields if isinstance(fields, list) else [])
        if isinstance(one, dict) and "name" in one and "value" in one and not str(one["name"]).startswith(":")
    )


def _sent(data: Any) -> bytes:
    if not isinstance(data, dict):
        return b""
    if isinstance(data.get("text"), str) and data["text"]:
        return str(data["text"]).encode("utf-8", "replace")
    params = data.get("params")
    pairs = [one for one in (params if isinstance(params, list) else []) if isinstance(one, dict)]
    # Exporters differ in whether they write the members decoded; a percent sign that escapes something tells.
    return form.encode((str(one.get("name", "")), _decoded(str(one.get("value", "")))) for one in pairs).encode()


def _decoded(value: str) -> str:
    return form.decode(f"x={value}")[0][1] if re.search(r"%[0-9A-Fa-f]{2}", value) and "&" not in value else value


def _answer(answered: dict[str, Any], entry: dict[str, Any], *, with_body: bool) -> Response | NoAnswer:
    status = answered.get("status")
    if not isinstance(status, int) or status <= 0:
        detail = str(
            answered.get("_error") or entry.get("_error") or answered.get("statusText") or "no answer in the capture"
        )
        reason = _failure(detail)
        return NoAnswer(reason, detail, sent=reason in _SENT and not _NOT_SENT.search(detail.upper()))
    headers = _headers(answered)
    if (
        not any(name.lower() == "location" for name, _ in headers)
        and isinstance(target := answered.get("redirectURL"), str)
        and target
    ):
        headers += (("Location", target),)
    return Response(status, headers, _body(answered.get("content")) if with_body else b"")


def _failure(detail: str) -> NoAnswerReason:
    found = (reason for pattern, reason in _FAILURES if re.search(pattern, detail.upper()))
    return next(found, NoAnswerReason.BROWSER if "ERR_" in detail.upper() else NoAnswerReason.UNSEEN)


def _body(content: Any) -> bytes:
    text = content.get("text") if isinstance(content, dict) else None
    if not isinstance(text, str):
        return b""
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def _moment(entry: dict[str, Any]) -> float:
    return moment_of(entry.get("startedDateTime"))


def _seconds(entry: dict[str, Any]) -> float:
    time = entry.get("time")
    return max(0.0, time / 1000) if isinstance(time, int | float) and time == time else 0.0  # noqa: PLR0124 - NaN
