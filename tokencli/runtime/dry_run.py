"""The driver that sends nothing: it stops at the first request and hands it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from tokencli.oauth.flow import Send, ShowUserCode, Step, Wait

if TYPE_CHECKING:
    from tokencli.oauth.flow import Flow
    from tokencli.wire.message import Request


def first_request(flow: Flow[Any]) -> Request:
    """The first request a real run would send, to the last octet."""
    step: Step = next(flow)
    while True:
        match step:
            case Send():
                flow.close()
                return step.request
            case Wait() | ShowUserCode():
                step = flow.send(None)
            case _:
                assert_never(step)
