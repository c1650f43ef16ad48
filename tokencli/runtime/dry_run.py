"""The driver that sends nothing: it stops at the first request and hands it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from tokencli.errors import UsageProblem
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
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import build_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.flow import Flow
    from tokencli.oauth.remark import Remark
    from tokencli.wire.message import Request

ANY_FREE_PORT = 49152  # RFC 6335 section 6: the first of the dynamic ports; a run takes whichever is free


def first_request(flow: Flow[Any], say: Callable[[tuple[Remark, ...]], None] = lambda _: None) -> Request:
    """The first request a real run would send, to the last octet.

    Args:
        flow: The run.
        say: Says what its receiver may not like about it.

    Raises:
        UsageProblem: It would send none.
    """
    try:
        step = _first_step(flow)
    except StopIteration:
        raise UsageProblem("nothing would be sent: the run ends before its first request") from None
    if isinstance(step, OpenBrowser):
        # What a browser sends besides is its own; this much is ours.
        return build_request("GET", step.url, ())
    say(step.remarks)
    return step.request


def _first_step(flow: Flow[Any]) -> Send | OpenBrowser:
    step: Step = next(flow)
    while True:
        match step:
            case Send(purpose=Purpose.METADATA):
                flow.close()
                raise UsageProblem(
                    "a dry run sends nothing, and another server's metadata is needed first",
                    f"name that server's token endpoint instead of what {step.request.url} would say",
                )
            case Send() | OpenBrowser():
                flow.close()
                return step
            case Listen():
                step = flow.send(step.ports[0] or ANY_FREE_PORT)
            case Wait() | ShowUserCode() | ShowBindingMessage() | AwaitResponse() | ListenForPing() | AwaitPing():
                step = flow.send(None)
            case _:
                assert_never(step)
