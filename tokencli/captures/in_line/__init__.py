"""Readers of what stands within a line of any text: one form, one file, one line here.

A reader is a module with `recognise(text)`, which says cheaply whether it is worth looking, and `read(text, at)`, which yields
what is there. All of them look at every text, but for a code in prose, which counts only where nothing better was found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, cast

from tokencli.captures.in_line import curl_problem, error_in_prose, form_members, jwt, redirect_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.captures.sighting import Sighting
    from tokencli.wire.message import Request

_ERROR = re.compile(r"[?&#]error=")


class LineReader(Protocol):
    """A reader of one form."""

    def recognise(self, text: str) -> bool:
        """Whether the text may hold it."""

    def read(self, text: str, at: float) -> Iterator[Sighting]:
        """What the text holds; `at` is in seconds since 1970-01-01 UTC, 0 when not known."""


def _is_refusal(request: Request | None) -> bool:
    """Whether an address brings a refusal back; any other says nothing of what came of it."""
    return request is not None and _ERROR.search(request.url) is not None


LINE_READERS = cast("tuple[LineReader, ...]", (redirect_url, form_members, curl_problem, jwt))


def read_text(text: str, at: float = 0.0) -> Iterator[Sighting]:
    """What a text of one line holds.

    Args:
        text: The text.
        at: When it was written, in seconds since 1970-01-01 UTC; 0 when not known.
    """
    answered = False
    for reader in LINE_READERS:
        if reader.recognise(text):
            for sighting in reader.read(text, at):
                answered = answered or sighting.answer is not None or _is_refusal(sighting.request)
                yield sighting
    if not answered and error_in_prose.recognise(text):
        yield from error_in_prose.read(text, at)
