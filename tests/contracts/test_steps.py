"""Every kind of step against every driver: one that performs, one that sends nothing, one that answers from a script."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_args

import pytest

from tokencli.oauth.flow import (
    AwaitPing,
    AwaitResponse,
    Judgement,
    Listen,
    ListenForPing,
    OpenBrowser,
    Ping,
    PingJudgement,
    Send,
    ShowBindingMessage,
    ShowUserCode,
    Step,
    Wait,
)
from tokencli.runtime.dry_run import first_request
from tokencli.runtime.perform import Hands, perform
from tokencli.runtime.replay import ScriptEnded, replay
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import Request, Response, build_request

if TYPE_CHECKING:
    from tokencli.oauth.flow import Flow

SENT = Send(Request("POST", "https://login.example/token", (), b"a=b"), Purpose.TOKEN)
URL = "https://login.example/authorize?client_id=app"
REDIRECT_URI = "http://127.0.0.1:8400/callback"
BROUGHT = Response(302, (("Location", f"{REDIRECT_URI}?code=c-1&state=s-1"),))

PING = Ping("Bearer t-1", b"{}")


def _judge(brought: Response) -> Judgement:
    return Judgement(ends=brought == BROUGHT, success=True, says="done")


# One of each kind, with what a driver that answers gives for it.
STEPS: dict[type, tuple[Step, Any]] = {
    Send: (SENT, Response(200)),
    Wait: (Wait(5.0, "waiting"), None),
    ShowUserCode: (ShowUserCode("WDJB-MJHT", "https://login.example/device", "", 300.0), None),
    Listen: (Listen(("127.0.0.1",), (8400,), "/callback", "127.0.0.1", tls=False), 8400),
    OpenBrowser: (OpenBrowser(URL, REDIRECT_URI, listens=True), None),
    AwaitResponse: (AwaitResponse(_judge, 300.0, REDIRECT_URI, "s-1"), BROUGHT),
    ShowBindingMessage: (ShowBindingMessage("W4SCT", 120.0), None),
    ListenForPing: (ListenForPing(Listen(("127.0.0.1",), (9000,), "/cb", "client.example", tls=False)), None),
    AwaitPing: (AwaitPing(lambda ping: PingJudgement(204 if ping == PING else 401, ""), 120.0, 120.0), True),
}
every_kind = pytest.mark.parametrize("kind", get_args(Step), ids=lambda kind: kind.__name__)


def _one(step: Step) -> Flow[tuple[str, Any]]:
    result = yield step
    return "returned", result


def _then_send(step: Step) -> Flow[None]:
    yield step
    yield SENT


def _hands(asked: list[Step], answer: Any) -> Hands:
    def hand(step: Step) -> Any:
        asked.append(step)
        return answer

    return Hands(*[hand] * len(fields(Hands)))


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(STEPS) == set(get_args(Step)), "add the missing kind to STEPS in tests/contracts/test_steps.py"


@every_kind
def test_the_performing_driver_does_it_and_hands_back_the_result(kind: type) -> None:
    step, answer = STEPS[kind]
    asked: list[Step] = []
    assert perform(_one(step), _hands(asked, answer)) == ("returned", answer)
    assert asked == [step]


@every_kind
def test_the_performing_driver_has_a_hand_of_its_own_for_it(kind: type) -> None:
    step, answer = STEPS[kind]
    used: list[str] = []

    def named(name: str) -> Any:
        def hand(_: Step) -> Any:
            used.append(name)
            return answer

        return hand

    names = list(Hands.__annotations__)
    for one, _ in STEPS.values():
        perform(_one(one), Hands(**{name: named(name) for name in names}))
    assert sorted(used) == sorted(names)
    used.clear()
    perform(_one(step), Hands(**{name: named(name) for name in names}))
    assert len(used) == 1


@every_kind
def test_the_replaying_driver_answers_it_and_keeps_it(kind: type) -> None:
    step, answer = STEPS[kind]
    script = [PING] if kind is AwaitPing else [answer] if isinstance(answer, Response) else []
    replayed = replay(_one(step), script)
    assert replayed.outcome == ("returned", answer)
    assert replayed.steps == (step,)


def test_the_replaying_driver_passes_by_an_answer_that_is_not_meant_and_hands_back_that_time_is_over() -> None:
    step, _ = STEPS[AwaitResponse]
    assert replay(_one(step), [Response(302), BROUGHT]).outcome == ("returned", BROUGHT)
    assert replay(_one(step), [Response(302), None]).outcome == ("returned", None)


def test_the_replaying_driver_passes_by_a_notification_that_is_not_meant_and_hands_back_that_time_is_over() -> None:
    step, _ = STEPS[AwaitPing]
    assert replay(_one(step), [Ping("", b""), PING]).outcome == ("returned", True)
    assert replay(_one(step), [Ping("", b""), None]).outcome == ("returned", False)


@pytest.mark.parametrize("kind", [Send, AwaitResponse, AwaitPing])
def test_the_replaying_driver_says_when_its_script_is_too_short(kind: type) -> None:
    with pytest.raises(ScriptEnded):
        replay(_one(STEPS[kind][0]), [])


@every_kind
def test_the_dry_driver_stops_at_what_would_leave_this_machine_and_passes_by_everything_else(kind: type) -> None:
    step, _ = STEPS[kind]
    opened = build_request("GET", URL, ())
    assert first_request(_then_send(step)) == (opened if kind is OpenBrowser else SENT.request)


@every_kind
def test_the_dry_driver_leaves_no_flow_half_done(kind: type) -> None:
    flow = _then_send(STEPS[kind][0])
    first_request(flow)
    with pytest.raises(StopIteration):
        next(flow)
