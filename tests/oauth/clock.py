"""A clock that only waiting moves, and a driver that lets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tokencli.oauth.flow import Ambient, Wait
from tokencli.runtime.replay import Replayed, replay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.oauth.flow import Flow
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Response

T = TypeVar("T")


@dataclass
class Clock:
    """Seconds that pass when a flow waits, and at no other time.

    Attributes:
        seconds: How many have passed.
    """

    seconds: float = 0.0
    ambient: Ambient = field(init=False)

    def __post_init__(self) -> None:
        self.ambient = Ambient(
            now=lambda: 1_772_366_400.0 + self.seconds, monotonic=lambda: 1000.0 + self.seconds, random_octets=bytes
        )

    def replay(self, flow: Flow[T], answers: Iterable[Response | NoAnswer]) -> Replayed[T]:
        """Runs a flow against a script; each wait moves the clock."""
        return replay(self._ticking(flow), answers)

    def _ticking(self, flow: Flow[T]) -> Flow[T]:
        result: Any = None
        while True:
            try:
                step = flow.send(result)
            except StopIteration as stop:
                outcome: T = stop.value
                return outcome
            result = yield step
            if isinstance(step, Wait):
                self.seconds += step.seconds
