"""An error code in a sentence or in `key=value` pairs, as programs write it into their logs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tokencli.captures.codes import CODE
from tokencli.captures.sighting import Sighting
from tokencli.wire.message import UNSEEN_STATUS, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 500
_TOLD = re.compile(r"error_?description[\"']?\s*[=:]\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|(.+))", re.IGNORECASE)
# What stands between a code and the words that belong to it: a quote, a bracket, a colon, a dash.
_BETWEEN = re.compile(r"[\"'`)\]]*\s*(?:[:(\"\u2013\u2014-]|(?<=\))|(?<=[\"']) )\s*[\"'(]*")
_END = re.compile(r"[\"'`)\]}\s]+$")


def recognise(text: str) -> bool:
    """Whether it may hold one."""
    return "_" in text or "AADSTS" in text


def read(text: str, at: float) -> Iterator[Sighting]:
    """The refusal that the text speaks of."""
    codes = list(CODE.finditer(text))
    # A product's own number stands in the words of a refusal whose code may stand before it.
    match = next((one for one in codes if not one[0].startswith("AADSTS")), codes[0] if codes else None)
    if match is None:
        return
    description = _description(text, match)
    members = {"error": match[0]} | ({"error_description": description} if description else {})
    answer = Response(UNSEEN_STATUS, (("Content-Type", "application/json"),), json.dumps(members).encode())
    yield Sighting("log line", answer=answer, at=at, error=(match[0], description))


def _description(text: str, match: re.Match[str]) -> str:
    if told := _TOLD.search(text):
        return next(part for part in told.groups() if part is not None)[:_LONGEST].strip()
    if match[0].startswith("AADSTS"):
        return text[match.start() : match.start() + _LONGEST].strip()
    between = _BETWEEN.match(text, match.end())
    return _END.sub("", text[between.end() : between.end() + _LONGEST]) if between else ""
