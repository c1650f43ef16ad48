"""The text of a case under tests/cases, read into evidence, and written from what was recorded.

A file holds one or more cases, each under a `##` heading that says what is the case. In a case stand, in this order:

- the story, in plain words
- `Recorded: NAME VERSION` where the exchanges are those of a real server, as tests/interop/recordings made them
- for each exchange a block `http` with the request and a block `http` with the answer, or a block `text` with
  `no answer: REASON[, sent]: DETAIL`. The word after `http` of a request is its purpose; without one it is a token request.
  `+95s` behind it is when it was sent, in seconds after the time below.
  Lines of a form are joined. `BASIC(id:secret)` is encoded as base64, `JWT({header}, {claims})` as a JWT with some
  signature, `UNSIGNED({header}, {claims})` as one with none.
- a block `json`: the server's metadata, where it is known; one above the first heading is that of every case of the file
- `Sent at:` a time in UTC, and lines `Setting: NAME = VALUE (ORIGIN)`, where they matter
- lines `Token: JWT(…)` for a JWT found by itself, and `Looked at:` a time in UTC
- `Expected:` and a list of findings with their confidence; `First:` the one that comes first; `Silent:` those that must
  not be there; `Lost by redaction:` those that only the live run can find
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.evidence import Evidence
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Headers, Request, Response
from tokencli.wire.trace import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

SENT_AT = 1_772_366_400.0  # 2026-03-01 12:00:00 UTC

_FENCED = re.compile(r"^```(\w+)[ ]?(\w*)[ ]?(?:\+(\d+)s)?\n(.*?)\n?```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case as its text tells it.

    Attributes:
        name: The file that it is of, and its heading.
        evidence: Its exchanges and what is known besides.
        expected: Findings by name, with their confidence.
        first: The finding that comes first; empty where that is left open.
        silent: The findings that must not be there.
        lost: Those that only the live run can find.
        recorded: The server whose answers these are, with its version; empty for a case that somebody wrote.
    """

    name: str
    evidence: Evidence
    expected: dict[str, str]
    first: str
    silent: frozenset[str]
    lost: frozenset[str]
    recorded: str


def read_cases(text: str, source: str) -> Iterator[Case]:
    """The cases of a file, in their order.

    Args:
        text: What stands in it.
        source: Its name, as the names of its cases begin.
    """
    above, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    metadata = _metadata(above)
    for part in parts:
        title, _, told = part.partition("\n")
        yield _read_case(f"{source}: {title.strip()}", told, metadata)


def _read_case(name: str, text: str, metadata: dict[str, Any]) -> Case:
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    spoken = [block for block in _FENCED.findall(text) if block[0] != "json"]
    exchanges = tuple(
        Exchange(
            Purpose(purpose or "token"),
            _request(asked),
            _answer(language, answered),
            _sent_at(prose) + int(later or 0),
            0.2,
        )
        for (_, purpose, later, asked), (language, _, _, answered) in zip(spoken[::2], spoken[1::2], strict=True)
    )
    expected = dict(re.findall(r"^- ([a-z0-9-]+): (certain|likely|possible|ruled out)$", prose, re.MULTILINE))
    tokens = {_encoded(one): 0.0 for one in re.findall(r"^Token: (.*)$", prose, re.MULTILINE)}
    looked_at = _line("Looked at", prose)
    evidence = Evidence(
        exchanges,
        _metadata(text) or metadata,
        _settings(prose),
        frozenset(),
        tokens,
        datetime.fromisoformat(looked_at).timestamp() if looked_at else None,
    )
    lost = _names("Lost by redaction", prose)
    return Case(
        name, evidence, expected, _line("First", prose), _names("Silent", prose), lost, _line("Recorded", prose)
    )


def _metadata(text: str) -> dict[str, Any]:
    return next((json.loads(body) for language, _, _, body in _FENCED.findall(text) if language == "json"), {})


def _base64url(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _jwt(match: re.Match[str]) -> str:
    header, claims = (json.dumps(part) for part in json.loads(f"[{match[2]}]"))
    signature = "" if match[1] == "UNSIGNED" else _base64url("some signature, made by nobody")
    return f"{_base64url(header)}.{_base64url(claims)}.{signature}"


def _encoded(text: str) -> str:
    text = re.sub(r"BASIC\((.*?)\)", lambda match: base64.b64encode(match[1].encode()).decode(), text)
    return re.sub(r"(JWT|UNSIGNED)\((.*?)\)", _jwt, text)


def _message(text: str) -> tuple[str, Headers, bytes]:
    head, _, body = _encoded(text).partition("\n\n")
    start, *lines = head.split("\n")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    media_type = {name.lower(): value for name, value in headers}.get("content-type", "")
    joined = "".join(body.split("\n")) if media_type.startswith(FORM_MEDIA_TYPE) else body
    return start, headers, joined.encode()


def _request(text: str) -> Request:
    start, headers, body = _message(text)
    method, url, *_ = start.split(" ")
    return Request(method, url, headers, body)


def _answer(language: str, text: str) -> Response | NoAnswer:
    if language == "text":
        _, reason, detail = (part.strip() for part in text.split(":", 2))
        word, *sent = (part.strip() for part in reason.split(","))
        return NoAnswer(NoAnswerReason(word), detail, sent == ["sent"])
    start, headers, body = _message(text)
    return Response(int(start.split(" ")[1]), headers, body)


def _line(name: str, text: str) -> str:
    match = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return match[1].strip() if match else ""


def _names(name: str, text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in _line(name, text).split(",") if part.strip())


def _settings(text: str) -> tuple[Setting, ...]:
    found = re.findall(r"^Setting: (\S+) = (.*) \((.*)\)$", text, re.MULTILINE)
    return tuple(Setting(name, value, origin) for name, value, origin in found)


def _sent_at(text: str) -> float:
    moment = _line("Sent at", text)
    if moment == "unknown":
        return 0.0
    return datetime.fromisoformat(moment).timestamp() if moment else SENT_AT
