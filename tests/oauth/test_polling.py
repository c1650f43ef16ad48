from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import TOKENS, answer, channel, refusal
from tests.oauth.clock import Clock
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.polling import TimedOut, poll
from tokencli.oauth.token_request import request_tokens
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.runtime.replay import Replayed

PENDING, SLOW_DOWN, ISSUED = refusal("authorization_pending"), refusal("slow_down"), answer(TOKENS)
LOST = NoAnswer(NoAnswerReason.TIMEOUT, "no answer within 30 s", sent=True)


def _poll(
    answers: Iterable[Response | NoAnswer], interval: float = 5.0, lifetime: float = 900.0
) -> Replayed[TokenSet | ErrorResponse | Unrecognised | NoAnswer | TimedOut]:
    clock = Clock()
    way = channel(clock.ambient)
    return clock.replay(poll(lambda: request_tokens(way, ()), clock.ambient, interval, lifetime), answers)


def test_the_interval_is_waited_before_the_first_request_too() -> None:
    ended = _poll([ISSUED])
    assert ended.waits == (5.0,)
    assert isinstance(ended.outcome, TokenSet)


def test_while_the_person_has_not_acted_the_interval_stays() -> None:
    assert _poll([PENDING, PENDING, ISSUED], interval=7.0).waits == (7.0, 7.0, 7.0)


def test_each_slow_down_adds_five_seconds_for_all_that_follow() -> None:
    assert _poll([SLOW_DOWN, SLOW_DOWN, PENDING, PENDING, ISSUED]).waits == (5.0, 10.0, 15.0, 15.0, 15.0)


def test_a_lost_answer_doubles_the_interval_and_ends_nothing() -> None:
    assert _poll([LOST, PENDING, LOST, ISSUED]).waits == (5.0, 10.0, 10.0, 20.0)


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_server_that_is_not_ready_is_asked_half_as_often(status: int) -> None:
    html = Response(status, (("Content-Type", "text/html"),), b"<html>wait</html>")
    assert _poll([html, ISSUED]).waits == (5.0, 10.0)


@pytest.mark.parametrize(
    ("told", "waited"),
    [("60", 60.0), ("1", 10.0), ("Sun, 01 Mar 2026 12:01:05 GMT", 60.0), ("Sun, 01 Mar 2026 11:00:00 GMT", 10.0), ("²", 10.0)],
)  # fmt: skip
def test_with_429_the_longer_of_retry_after_and_the_doubled_interval_is_waited(told: str, waited: float) -> None:
    assert _poll([answer(b"", 429, ("Retry-After", told)), ISSUED]).waits == (5.0, waited)


def test_a_retry_after_beyond_the_life_of_the_code_ends_the_matter_when_the_code_ends() -> None:
    ended = _poll([answer(b"", 429, ("Retry-After", "9" * 12))], lifetime=100.0)
    assert ended.outcome == TimedOut(100.0)
    assert ended.waits == (5.0, 95.0)


@pytest.mark.parametrize(
    "error", ["access_denied", "expired_token", "invalid_grant", "invalid_client", "something_else"]
)
def test_any_other_refusal_ends_the_matter(error: str) -> None:
    ended = _poll([PENDING, refusal(error)])
    assert isinstance(ended.outcome, ErrorResponse)
    assert ended.outcome.error == error


def test_an_answer_that_is_neither_ends_the_matter() -> None:
    ended = _poll([answer(b"<html>")])
    assert isinstance(ended.outcome, Unrecognised)


def test_when_the_code_ends_nobody_is_asked_any_more() -> None:
    ended = _poll([PENDING] * 10, lifetime=12.0)
    assert ended.outcome == TimedOut(12.0)
    assert ended.waits == (5.0, 5.0, 2.0)
    assert len(ended.sent) == 2


def test_a_code_that_ends_before_the_first_request_is_not_asked_for() -> None:
    ended = _poll([], interval=5.0, lifetime=3.0)
    assert (ended.outcome, ended.sent, ended.waits) == (TimedOut(3.0), (), (3.0,))


@given(
    st.lists(st.sampled_from([PENDING, SLOW_DOWN, LOST, answer(b"", 503)]), max_size=30),
    st.floats(0.5, 60),
    st.floats(1, 2000),
)
def test_nothing_is_ever_asked_faster_than_the_interval_nor_after_the_code_has_ended(
    answers: list[Response | NoAnswer], interval: float, lifetime: float
) -> None:
    ended = _poll([*answers, ISSUED], interval, lifetime)
    before_requests = ended.waits[: len(ended.sent)]
    assert all(earlier <= later for earlier, later in pairwise(before_requests))
    assert all(seconds >= interval for seconds in before_requests)
    assert sum(ended.waits) <= lifetime + 1e-6
    assert isinstance(ended.outcome, TokenSet) or ended.outcome == TimedOut(lifetime)
