"""The driver that performs the steps of a flow for real."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

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

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.flow import Flow
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Response

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hands:
    """What can be done in the world.

    Attributes:
        send: Sends a request and waits for the answer.
        wait: Lets time pass, showing why.
        show_user_code: Shows a person where to go and what to type.
        listen: Binds a port for the answer of a browser.
        open_browser: Lets a person open a URL.
        await_response: Waits for the answer of the browser or for its being pasted.
        show_binding_message: Tells a person what their own device shows.
        listen_for_ping: Binds a port for the server's notification.
        await_ping: Waits for that notification.
    """

    send: Callable[[Send], Response | NoAnswer]
    wait: Callable[[Wait], None]
    show_user_code: Callable[[ShowUserCode], None]
    listen: Callable[[Listen], int]
    open_browser: Callable[[OpenBrowser], None]
    await_response: Callable[[AwaitResponse], Response | None]
    show_binding_message: Callable[[ShowBindingMessage], None]
    listen_for_ping: Callable[[ListenForPing], None]
    await_ping: Callable[[AwaitPing], bool]


def perform(flow: Flow[T], hands: Hands) -> T:
    """Performs every step until the flow returns its outcome."""
    result: Any = None
    while True:
        try:
            step = flow.send(result)
        except StopIteration as stop:
            outcome: T = stop.value
            return outcome
        result = _perform_one(step, hands)


def _perform_one(step: Step, hands: Hands) -> Any:
    match step:
        case Send():
            return hands.send(step)
        case Wait():
            return hands.wait(step)
        case ShowUserCode():
            return hands.show_user_code(step)
        case Listen():
            return hands.listen(step)
        case OpenBrowser():
            return hands.open_browser(step)
        case AwaitResponse():
            return hands.await_response(step)
        case ShowBindingMessage():
            return hands.show_binding_message(step)
        case ListenForPing():
            return hands.listen_for_ping(step)
        case AwaitPing():
            return hands.await_ping(step)
        case _:
            assert_never(step)
