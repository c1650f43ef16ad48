"""One thing that a reader saw: a request, an answer, both, or something that belongs to none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Request, Response
    from tokencli.wire.trace import Trace


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one place of a capture shows.

    Attributes:
        kind: What it was read as, in words: `HAR entry`, `curl command`.
        request: The request; None where only an answer is seen.
        answer: The answer; None where only a request is seen.
        at: When, in seconds since 1970-01-01 UTC; 0 when the capture does not say.
        seconds: How long it took; 0 when the capture does not say.
        trace: A run saved by this program.
        metadata: A server's metadata that stands for itself.
        token: A JWT that stands for itself.
        error: The code and the description of a refusal, where the reader has read them anyway.
    """

    kind: str
    request: Request | None = None
    answer: Response | NoAnswer | None = None
    at: float = 0.0
    seconds: float = 0.0
    trace: Trace | None = None
    metadata: Mapping[str, Any] | None = None
    token: str = ""
    error: tuple[str, str] | None = None
