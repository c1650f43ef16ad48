"""The three drivers of flows, and the recorder: each does with every kind of step what its purpose is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
from tokencli.runtime.dry_run import ANY_FREE_PORT, first_request
from tokencli.runtime.perform import Hands, perform
from tokencli.runtime.recorder import Recorder
from tokencli.runtime.replay import ScriptEnded, replay
from tokencli.runtime.system import pause, system_ambient
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response, build_request

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient, Flow
    from tokencli.runtime.handing_on import HandingOn
    from tokencli.wire.exchange import Exchange

REQUEST = build_request("POST", "https://as.example/token", (), b"a=1")
SEND = Send(REQUEST, Purpose.TOKEN)
SHOW = ShowUserCode("A", "https://as.example", "", 60)
OPEN = OpenBrowser("https://as.example/authorize?x=1", "http://127.0.0.1/cb", listens=True)
OK, REFUSED = Response(200), Response(400)


def listen(*ports: int) -> Listen:
    return Listen(("127.0.0.1",), ports, "/cb", "127.0.0.1", tls=False)


def await_response(ends: Response | None = OK) -> AwaitResponse:
    return AwaitResponse(lambda one: Judgement(one is ends, success=True, says=""), 60, "http://127.0.0.1/cb", "state")


PING, OTHER_PING = Ping("Bearer a", b"{}"), Ping("", b"")
LISTEN_FOR_PING = ListenForPing(listen(0))
AWAIT_PING = AwaitPing(lambda ping: PingJudgement(204 if ping is PING else 401, ""), 60, 1e9)
MESSAGE = ShowBindingMessage("W4SCT", 60)

EVERY_STEP: tuple[Step, ...] = (
    SEND,
    Wait(5, "a while"),
    SHOW,
    listen(0),
    OPEN,
    await_response(),
    MESSAGE,
    LISTEN_FOR_PING,
    AWAIT_PING,
)


def flow(*steps: Step) -> Flow[list[Any]]:
    """Takes steps in turn and returns their results."""
    results: list[Any] = []
    for step in steps:
        result = yield step
        results += [result]
    return results


@dataclass
class World:
    """Hands that only count."""

    done: list[Step] = field(default_factory=list)

    def hands(self) -> Hands:
        def does(result: Any) -> Any:
            def do(step: Step) -> Any:
                self.done.append(step)
                return result

            return do

        return Hands(
            send=does(OK),
            wait=does(None),
            show_user_code=does(None),
            listen=does(8400),
            open_browser=does(None),
            await_response=does(REFUSED),
            show_binding_message=does(None),
            listen_for_ping=does(None),
            await_ping=does(True),
        )


def test_every_kind_of_step_is_among_those_that_are_tried_here() -> None:
    assert {type(step) for step in EVERY_STEP} == set(get_args(Step))


def test_performing_does_every_step_in_order_and_hands_back_its_result() -> None:
    world = World()
    assert perform(flow(*EVERY_STEP), world.hands()) == [OK, None, None, 8400, None, REFUSED, None, None, True]
    assert world.done == list(EVERY_STEP)


def test_what_goes_wrong_in_the_world_ends_the_flow_where_it_stood() -> None:
    closed: list[bool] = []

    def careful() -> Flow[None]:
        try:
            yield SEND
        finally:
            closed.append(True)

    def fail(_: Send) -> Response:
        raise KeyboardInterrupt

    hands = World().hands()
    with pytest.raises(KeyboardInterrupt):
        perform(
            careful(),
            replace(hands, send=fail),
        )
    assert closed == [True]


def test_a_dry_run_stops_at_the_first_request_and_ends_the_flow() -> None:
    closed: list[bool] = []

    def careful() -> Flow[None]:
        try:
            yield Wait(5, "never waited for")
            yield SHOW
            yield SEND
            raise AssertionError("it went on")
        finally:
            closed.append(True)

    assert (first_request(careful()), closed) == (REQUEST, [True])


def test_a_dry_run_of_a_sign_in_is_what_the_browser_is_sent_to() -> None:
    request = first_request(flow(listen(0), OPEN, await_response(), SEND))
    assert (request.method, request.url) == ("GET", OPEN.url)


@pytest.mark.parametrize(("ports", "port"), [((0,), ANY_FREE_PORT), ((8400, 8401), 8400)])
def test_a_dry_run_binds_nothing_and_names_the_port_it_would_try_first(ports: tuple[int, ...], port: int) -> None:
    def asking() -> Flow[None]:
        got = yield listen(*ports)
        yield Send(Request("GET", f"http://127.0.0.1:{got}"), Purpose.TOKEN)

    assert first_request(asking()).url == f"http://127.0.0.1:{port}"


def test_a_replay_answers_from_its_script_and_remembers_every_step() -> None:
    seen = replay(flow(SEND, Wait(5, ""), SEND, Wait(7, ""), SHOW), [OK, REFUSED])
    assert seen.outcome == [OK, None, REFUSED, None, None]
    assert (seen.sent, seen.waits, len(seen.steps)) == ((SEND, SEND), (5, 7), 5)


def test_a_replay_gives_a_browser_every_answer_until_one_ends_the_wait() -> None:
    seen = replay(flow(listen(0), OPEN, await_response(OK)), [REFUSED, REFUSED, OK])
    assert seen.outcome == [ANY_FREE_PORT, None, OK]


def test_time_that_runs_out_is_nothing_in_the_script() -> None:
    assert replay(flow(await_response()), [None]).outcome == [None]


def test_a_replay_gives_notifications_until_one_ends_the_wait_or_time_is_over() -> None:
    assert replay(flow(LISTEN_FOR_PING, AWAIT_PING), [OTHER_PING, PING]).outcome == [None, True]
    assert replay(flow(AWAIT_PING), [None]).outcome == [False]


@pytest.mark.parametrize("step", [SEND, await_response(), AWAIT_PING])
def test_a_script_that_is_too_short_is_said(step: Step) -> None:
    with pytest.raises(ScriptEnded):
        replay(flow(step), [])


class Scripted:
    """A transport with one answer."""

    def __init__(self, answer: Response | NoAnswer) -> None:
        self.answer = answer
        self.sent: list[Request] = []

    def send(self, request: Request, handing_on: HandingOn | None = None) -> Response | NoAnswer:
        self.sent.append(request)
        return self.answer


@dataclass
class Watching:
    """Sees what a watcher is told."""

    told: list[Any] = field(default_factory=list)

    def sending(self, step: Send) -> None:
        self.told.append(step)

    def ended(self, exchange: Exchange) -> None:
        self.told.append(exchange)


@pytest.mark.parametrize("answer", [OK, NoAnswer(NoAnswerReason.CONNECT, "refused")])
def test_the_recorder_keeps_every_exchange_and_tells_it_as_it_happens(
    answer: Response | NoAnswer, ambient: Ambient
) -> None:
    watching, transport = Watching(), Scripted(answer)
    recorder = Recorder(transport, ambient, (watching,))
    assert [recorder.send(SEND), recorder.send(SEND)] == [answer, answer]
    first, second = recorder.exchanges
    assert (first.request, first.answer, first.purpose, first.started_at) == (
        REQUEST,
        answer,
        Purpose.TOKEN,
        ambient.now(),
    )
    assert watching.told == [SEND, first, SEND, second]
    assert transport.sent == [REQUEST, REQUEST]


def test_a_request_that_failed_inside_is_not_kept_as_an_exchange(ambient: Ambient) -> None:
    class Broken:
        def send(self, request: Request, handing_on: HandingOn | None = None) -> Response:
            raise KeyboardInterrupt

    watching = Watching()
    recorder = Recorder(Broken(), ambient, (watching,))
    with pytest.raises(KeyboardInterrupt):
        recorder.send(SEND)
    assert (recorder.exchanges, watching.told) == ([], [SEND])


def test_the_clock_and_the_chance_of_this_machine() -> None:
    ambient = system_ambient()
    before = ambient.monotonic()
    pause(0)
    assert ambient.monotonic() >= before
    assert ambient.now() > 1_700_000_000
    assert len(ambient.random_octets(32)) == 32
    assert ambient.random_octets(32) != ambient.random_octets(32)
