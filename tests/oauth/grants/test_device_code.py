from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.oauth.channel import TOKENS, answer, channel, refusal, sent_form
from tests.oauth.clock import Clock
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.flow import Send, ShowUserCode, Wait
from tokencli.oauth.grants.device_code import DeviceCode
from tokencli.oauth.identifiers import DEVICE_CODE
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose

if TYPE_CHECKING:
    from tokencli.runtime.replay import Replayed
    from tokencli.wire.message import Response

HANDED: dict[str, Any] = {
    "device_code": "dc-1", "user_code": "WDJB-MJHT", "verification_uri": "https://as.example/activate", "interval": 2, "expires_in": 60,
}  # fmt: skip
COMMON = CommonMembers(
    scope=("openid",), resource=("https://r",), audience=("n",), auth_param=(("x", "1"),), param=(("p", "2"),)
)
PENDING = refusal("authorization_pending")
LOST = NoAnswer(NoAnswerReason.TIMEOUT, "no answer", sent=True)


def _run(
    *answers: Response | NoAnswer, common: CommonMembers = COMMON, device_code: str | None = None
) -> Replayed[Any]:
    clock = Clock()
    return clock.replay(DeviceCode(device_code=device_code).run(channel(clock.ambient), common), answers)


def test_the_code_is_asked_for_shown_and_polled_with() -> None:
    ended = _run(answer(HANDED), PENDING, answer(TOKENS))
    assert isinstance(ended.outcome, TokenSet)
    assert [type(step) for step in ended.steps] == [Send, ShowUserCode, Wait, Send, Wait, Send]
    asked, polled, again = ended.sent
    assert (asked.purpose, asked.request.url) == (Purpose.DEVICE_AUTHORIZATION, "https://as.example/device")
    assert (polled.purpose, polled.request.url) == (Purpose.TOKEN, "https://as.example/token")
    assert polled == again
    assert ended.waits == (2.0, 2.0)


def test_each_request_carries_what_belongs_to_it() -> None:
    asked, polled = _run(answer(HANDED), answer(TOKENS)).sent
    assert sent_form(asked) == (
        ("scope", "openid"), ("resource", "https://r"), ("audience", "n"), ("x", "1"), ("client_id", "app"),
    )  # fmt: skip
    assert sent_form(polled) == (
        ("grant_type", DEVICE_CODE), ("device_code", "dc-1"), ("resource", "https://r"), ("p", "2"), ("client_id", "app"),
    )  # fmt: skip


def test_the_person_sees_the_code_as_it_was_given() -> None:
    ended = _run(answer({**HANDED, "verification_uri_complete": "https://as.example/activate?c=1"}), answer(TOKENS))
    (shown,) = (step for step in ended.steps if isinstance(step, ShowUserCode))
    assert shown == ShowUserCode("WDJB-MJHT", "https://as.example/activate", "https://as.example/activate?c=1", 60.0)


def test_an_old_name_and_missing_numbers_change_nothing_for_the_person() -> None:
    old = {"device_code": "dc-1", "user_code": "AB", "verification_url": "https://g.example/device"}
    ended = _run(answer(old), PENDING, answer(TOKENS))
    assert ended.steps[1] == ShowUserCode("AB", "https://g.example/device", "", 900.0)
    assert ended.waits == (5.0, 5.0)


def test_slow_down_twice_a_lost_answer_and_a_busy_server_each_lengthen_the_interval() -> None:
    slow, busy = refusal("slow_down"), answer(b"", 429, ("Retry-After", "90"))
    ended = _run(answer({**HANDED, "expires_in": 600}), slow, slow, LOST, busy, PENDING, answer(TOKENS))
    assert ended.waits == (2.0, 7.0, 12.0, 24.0, 90.0, 90.0)
    assert isinstance(ended.outcome, TokenSet)


def test_when_the_person_does_not_act_the_code_ends_and_so_does_the_asking() -> None:
    ended = _run(answer({**HANDED, "expires_in": 5}), PENDING, PENDING)
    assert ended.outcome == TimedOut(5.0)
    assert sum(ended.waits) == 5.0


@pytest.mark.parametrize("error", ["access_denied", "expired_token", "invalid_grant"])
def test_a_refusal_while_polling_is_the_outcome(error: str) -> None:
    outcome = _run(answer(HANDED), refusal(error)).outcome
    assert isinstance(outcome, ErrorResponse)
    assert outcome.error == error


def test_without_a_device_code_nobody_is_shown_anything_and_nothing_polled() -> None:
    for first in (refusal("invalid_client", 401), LOST, answer({"user_code": "AB"})):
        ended = _run(first)
        assert len(ended.steps) == 1
        assert isinstance(ended.outcome, ErrorResponse | NoAnswer | Unrecognised)


def test_with_a_code_at_hand_only_the_token_endpoint_is_asked() -> None:
    ended = _run(answer(TOKENS), device_code="dc-9")
    assert [step.request.url for step in ended.sent] == ["https://as.example/token"]
    assert ("device_code", "dc-9") in sent_form(ended.sent[0])
    assert ended.waits == (5.0,)
