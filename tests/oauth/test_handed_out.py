"""A device authorization that is handed out, waited for, or taken up by another process (RFC 8628)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.oauth.waiting import ISSUED, LOST, NOW, PENDING, SLOW_DOWN, Situation, answer, sent
from tokencli.errors import UsageProblem
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.flow import Send, ShowUserCode, Wait
from tokencli.oauth.grants.device_code import DeviceCode
from tokencli.oauth.handed_out import HandedOut
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.tokens.token_set import TokenSet

# RFC 8628 section 3.2
EXAMPLE: dict[str, Any] = {
    "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://example.com/device",
    "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
    "expires_in": 1800,
    "interval": 5,
}
OURS = {
    "received_at": NOW - 600,
    "expires_at": NOW + 1200,
    "interval": 7,
    "token_endpoint": "https://login.example/token_endpoint",
    "client_id": "tv",
}
COMMON = CommonMembers(scope=("openid",))


def document(**ours: Any) -> str:
    kept = {name: value for name, value in {**OURS, **ours}.items() if value is not ...}
    return json.dumps({**EXAMPLE, "tokencli": kept})


def test_slow_down_twice_and_a_lost_connection_are_outwaited() -> None:
    script: list[Any] = [answer(**EXAMPLE), SLOW_DOWN, SLOW_DOWN, LOST, PENDING, ISSUED]
    situation = Situation()
    ran = situation.replay(DeviceCode().run(situation.channel(), COMMON), script)
    assert isinstance(ran.outcome, TokenSet)
    assert ran.waits == (5.0, 10.0, 15.0, 30.0, 30.0)


def test_every_wait_says_when_the_code_ends() -> None:
    situation = Situation()
    ran = situation.replay(DeviceCode().run(situation.channel(), COMMON), [answer(**EXAMPLE), PENDING, ISSUED])
    assert {step.until for step in ran.steps if isinstance(step, Wait)} == {1000.0 + 1800}


def test_a_code_nobody_confirms_times_out_when_it_ends() -> None:
    situation = Situation()
    short = answer(**{**EXAMPLE, "expires_in": 12})
    ran = situation.replay(DeviceCode().run(situation.channel(), COMMON), [short, PENDING, PENDING])
    assert ran.outcome == TimedOut(12.0)
    assert situation.seconds == 12


def test_without_waiting_the_code_is_shown_and_handed_out_and_nothing_is_polled() -> None:
    situation = Situation()
    ran = situation.replay(DeviceCode(no_wait=True).run(situation.channel(), COMMON), [answer(**EXAMPLE)])
    assert [type(step) for step in ran.steps] == [Send, ShowUserCode]
    assert ran.outcome == HandedOut(EXAMPLE, OURS["token_endpoint"], "tv", NOW, NOW + 1800, 5.0)  # type: ignore[arg-type]


def test_what_was_handed_out_is_waited_for_at_its_own_interval_until_its_own_end() -> None:
    situation = Situation()
    ran = situation.replay(DeviceCode(resume=document()).run(situation.channel(), COMMON), [PENDING, ISSUED])
    assert isinstance(ran.outcome, TokenSet)
    assert ran.waits == (7.0, 7.0)
    assert {step.until for step in ran.steps if isinstance(step, Wait)} == {1000.0 + 1200}
    assert [sent(step)["device_code"] for step in ran.sent] == [EXAMPLE["device_code"]] * 2


def test_the_code_is_shown_again_with_the_time_that_is_left() -> None:
    situation = Situation()
    ran = situation.replay(DeviceCode(resume=document()).run(situation.channel(), COMMON), [ISSUED])
    assert ran.steps[0] == ShowUserCode(
        "WDJB-MJHT", EXAMPLE["verification_uri"], EXAMPLE["verification_uri_complete"], 1200.0
    )


@pytest.mark.parametrize("over", [0, 1, 86400])
def test_what_has_ended_is_not_asked_for(over: int) -> None:
    situation = Situation(seconds=1200 + over)
    ran = situation.replay(DeviceCode(resume=document()).run(situation.channel(), COMMON), [])
    assert (ran.outcome, ran.steps) == (TimedOut(1800.0, over), ())


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ({"token_endpoint": "https://evil.example/token"}, "handed out for the token endpoint https://evil.example/token"),
        ({"client_id": "phone"}, "handed out for the client id phone"),
        ({"expires_at": ...}, "tokencli.expires_at is missing"),
        ({"received_at": "soon"}, "tokencli.received_at is missing"),
        ({"interval": True}, "tokencli.interval is missing"),
        ({"interval": -1}, "tokencli.interval is missing"),
        ({"client_id": None}, "tokencli.client_id is missing"),
    ],
)  # fmt: skip
def test_a_code_goes_only_to_the_server_and_client_it_was_handed_out_for(ours: dict[str, Any], told: str) -> None:
    flow = DeviceCode(resume=document(**ours)).run(Situation().channel(), COMMON)
    with pytest.raises(UsageProblem) as caught:
        next(flow)
    assert told in caught.value.what


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "eyJ", '{"tokencli": 5}', '{"auth_req_id": "1"}', "\udcff"])
def test_something_else_is_refused_without_being_quoted(text: str) -> None:
    flow = DeviceCode(resume=text).run(Situation().channel(), COMMON)
    with pytest.raises(UsageProblem, match="device_code is missing"):
        next(flow)


@pytest.mark.parametrize(
    "given",
    [
        {"no_wait": True, "resume": "{}"},
        {"no_wait": True, "device_code": "d"},
        {"device_code": "d", "resume": "{}"},
    ],
)
def test_two_ways_to_begin_contradict_each_other(given: dict[str, Any]) -> None:
    with pytest.raises(UsageProblem, match="contradict each other"):
        next(DeviceCode(**given).run(Situation().channel(), COMMON))


def test_a_bare_code_is_polled_for_and_never_shown() -> None:
    situation = Situation()
    ran = situation.replay(DeviceCode(device_code="d-1").run(situation.channel(), COMMON), [ISSUED])
    assert [type(step) for step in ran.steps] == [Wait, Send]
    assert sent(ran.sent[0])["device_code"] == "d-1"


def test_the_secrets_of_what_was_handed_out_stand_in_no_repr() -> None:
    situation = Situation()
    ran = situation.replay(DeviceCode(no_wait=True).run(situation.channel(), COMMON), [answer(**EXAMPLE)])
    assert EXAMPLE["device_code"] not in repr(ran.outcome)
