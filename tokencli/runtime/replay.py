"""The driver that answers from a script: for tests, and to run a recorded conversation again without a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, assert_never

from tokencli.oauth.flow import (
    AwaitPing,
    AwaitResponse,
    Listen,
    ListenForPing,
    OpenBrowser,
    Send,
    ShowBindingMessage,
    ShowUserCode,
    Step,
    Wait,
)
from tokencli.runtime.dry_run import ANY_FREE_PORT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.oauth.flow import Flow, Ping
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Response

T = TypeVar("T")


class ScriptEnded(Exception):
    """The flow sends a request for which the script has no answer."""


@dataclass(frozen=True, slots=True)
class Replayed(Generic[T]):
    """A flow that ran against a script.

    Attributes:
        outcome: What it returned.
        steps: Every step it asked for.
    """

    outcome: T
    steps: tuple[Step, ...]

    @property
    def sent(self) -> tuple[Send, ...]:
        """The requests it sent."""
        return tuple(step for step in self.steps if isinstance(step, Send))

    @property
    def waits(self) -> tuple[float, ...]:
        """The seconds it waited, in order."""
        return tuple(step.seconds for step in self.steps if isinstance(step, Wait))


def replay(flow: Flow[T], answers: Iterable[Response | NoAnswer | Ping | None]) -> Replayed[T]:
    """Runs a flow, answering each request with the next answer of the script.

    Raises:
        ScriptEnded: The flow sends more requests than there are answers.
    """
    script = iter(answers)
    steps: list[Step] = []
    result: Any = None
    while True:
        try:
            step = flow.send(result)
        except StopIteration as stop:
            return Replayed(stop.value, tuple(steps))
        steps.append(step)
        result = _next_answer(step, script)


def _next_answer(step: Step, script: Any) -> Any:
    match step:
        case Send():
            try:
                return next(script)
            except StopIteration:
                raise ScriptEnded(f"no answer left for {step.request.method} {step.request.url}") from None
        case Listen():
            return step.ports[0] or ANY_FREE_PORT
        case AwaitResponse():
            return _next_response(step, script)
        case AwaitPing():
            return _next_ping(step, script)
        case Wait() | ShowUserCode() | ShowBindingMessage() | OpenBrowser() | ListenForPing():
            return None
        case _:
            assert_never(step)


def _next_response(step: AwaitResponse, script: Any) -> Any:
    """The next answer of the script that ends the wait; None in the script is time that ran out."""
    for delivery in script:
        if delivery is None or step.judge(delivery).ends:
            return delivery
    raise ScriptEnded("no answer of the browser left")


def _next_ping(step: AwaitPing, script: Any) -> bool:
    """Whether a notification of the script ends the wait; None in the script is time that ran out."""
    for ping in script:
        if ping is None or step.judge(ping).ends:
            return ping is not None
    raise ScriptEnded("no notification left")
