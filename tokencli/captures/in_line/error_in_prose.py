"""An error code in a sentence or in `key=value` pairs, as programs write it into their logs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tokencli.captures.codes import CODE, NUMBER, UNKNOWN_REDIRECT_URI, UNKNOWN_STATE
from tokencli.captures.sighting import Sighting
from tokencli.wire.message import UNSEEN_STATUS, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 500
_TOLD = re.compile(r"error_?description[\"']?\s*[=:]\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|(.+))", re.IGNORECASE)
# An event of Keycloak, which has codes of its own: `type="CODE_TO_TOKEN_ERROR", …, error="invalid_code"`.
_EVENT = re.compile(r"\btype=\"?([A-Z_]{3,60}_ERROR)\b.{0,1000}?\berror=\"?([a-z0-9_]{3,60})\b")
# What stands between a code and the words that belong to it: a quote, a bracket, a colon, a dash.
_BETWEEN = re.compile(r"[\"'`)\]]*\s*(?:[:(\"\u2013\u2014-]|(?<=\))|(?<=[\"']) )\s*[\"'(]*")
_END = re.compile(r"[\"'`)\]}\s]+$")


def recognise(text: str) -> bool:
    """Whether it may hold one."""
    return "_" in text or NUMBER.search(text) is not None or UNKNOWN_STATE.search(text) is not None


def read(text: str, at: float) -> Iterator[Sighting]:
    """The refusal that the text speaks of."""
    codes = list(CODE.finditer(text))
    # A product's own number stands in the words of a refusal whose code may stand before it.
    match = next((one for one in codes if not NUMBER.fullmatch(one[0])), codes[0] if codes else None)
    if match is not None:
        yield _refusal(match[0], _description(text, match), at)
    elif event := _EVENT.search(text):
        yield _refusal(event[2], event[1], at)
    elif said := UNKNOWN_STATE.search(text):
        yield _refusal("mismatching_state", said[0], at)
    elif said := UNKNOWN_REDIRECT_URI.search(text):
        yield _refusal("invalid_redirect_uri", said[0], at)


def _refusal(code: str, description: str, at: float) -> Sighting:
    members = {"error": code} | ({"error_description": description} if description else {})
    answer = Response(UNSEEN_STATUS, (("Content-Type", "application/json"),), json.dumps(members).encode())
    return Sighting("log line", answer=answer, at=at, error=(code, description))


def _description(text: str, match: re.Match[str]) -> str:
    if told := _TOLD.search(text):
        return next(part for part in told.groups() if part is not None)[:_LONGEST].strip()
    if NUMBER.fullmatch(match[0]):
        return text[match.start() : match.start() + _LONGEST].strip()
    between = _BETWEEN.match(text, match.end())
    return _END.sub("", text[between.end() : between.end() + _LONGEST]) if between else ""
