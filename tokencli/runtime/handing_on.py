"""A body that is handed on octet for octet as it comes, however large it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tokencli.wire.message import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEPT = 64 * 1024  # octets; enough to see what it was
_CUT = f"the body was handed on whole; only its first {KEPT // 1024} KB are kept here"


class Taker(Protocol):
    """Whoever takes an answer as it comes."""

    def begin(self, head: Response) -> None:
        """Takes the head of the answer."""

    def take(self, octets: bytes) -> None:
        """Takes the next octets of its body."""


class TakerFailed(Exception):
    """The taker could not take it, which says nothing about the connection.

    Attributes:
        problem: Why.
    """

    def __init__(self, problem: OSError) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What of an answer is handed on, and to whom.

    Attributes:
        wanted: Judges the head of the answer.
        taker: Whoever takes it.
    """

    wanted: Callable[[Response], bool]
    taker: Taker

    def through(self, head: Response, chunks: Iterator[bytes]) -> Response:
        """Hands on a body, and keeps its beginning.

        Args:
            head: The answer without its body.
            chunks: The body as it comes.

        Raises:
            TakerFailed: The taker could not take it.
        """
        kept, size = bytearray(), 0
        self._try(lambda: self.taker.begin(head))
        for chunk in chunks:
            self._take(chunk)
            size += len(chunk)
            kept += chunk[: max(0, KEPT - len(kept))]
        return Response(head.status, head.headers, bytes(kept), (_CUT,) if size > KEPT else ())

    def _take(self, chunk: bytes) -> None:
        self._try(lambda: self.taker.take(chunk))

    @staticmethod
    def _try(act: Callable[[], None]) -> None:
        try:
            act()
        except OSError as problem:
            raise TakerFailed(problem) from problem
