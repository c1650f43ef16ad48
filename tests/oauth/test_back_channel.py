from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import TOKENS, answer, channel, sent_form
from tokencli.errors import UsageProblem
from tokencli.oauth.back_channel import Credentials, retry_after
from tokencli.oauth.client_auth.client_secret_basic import ClientSecretBasic
from tokencli.oauth.client_auth.client_secret_post import ClientSecretPost
from tokencli.runtime.replay import replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel, Target
    from tokencli.oauth.flow import Ambient
    from tokencli.runtime.replay import Replayed
    from tokencli.wire.form import Members

ISSUED = answer(TOKENS)
REFUSED_CONNECTION = NoAnswer(NoAnswerReason.CONNECT, "connection refused")
LOST = NoAnswer(NoAnswerReason.BROKEN, "the connection broke", sent=True)


def _post(
    way: BackChannel, answers: list[Response | NoAnswer], members: Members = (("a", "1"),), *, repeatable: bool = False
) -> Replayed[Response | NoAnswer]:
    return replay(way.post("token_endpoint", members, Purpose.TOKEN, repeatable=repeatable), answers)


def test_a_request_is_a_form_that_asks_for_json(ambient: Ambient) -> None:
    (step,) = _post(channel(ambient), [ISSUED]).sent
    assert step.purpose is Purpose.TOKEN
    assert step.request.to_http() == (
        b"POST /token HTTP/1.1\r\nHost: as.example\r\nAccept: application/json\r\nUser-Agent: tokencli/test\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 17\r\n\r\na=1&client_id=app"
    )


def test_the_credentials_of_the_client_come_last(ambient: Ambient) -> None:
    post = channel(ambient, authentication=ClientSecretPost(client_id="ci", client_secret="s"))
    assert sent_form(_post(post, [ISSUED]).sent[0]) == (("a", "1"), ("client_id", "ci"), ("client_secret", "s"))
    basic = channel(ambient, authentication=ClientSecretBasic(client_id="ci", client_secret="s"))
    (step,) = _post(basic, [ISSUED]).sent
    assert sent_form(step) == (("a", "1"),)
    assert step.request.header("authorization") == "Basic Y2k6cw=="


def test_a_member_that_repeats_a_credential_is_refused_unless_it_is_the_same(ambient: Ambient) -> None:
    way = channel(ambient)
    with pytest.raises(UsageProblem, match="--param client_id repeats what client authentication sends itself"):
        _post(way, [ISSUED], (("client_id", "other"),))
    assert sent_form(_post(way, [ISSUED], (("client_id", "app"),)).sent[0]) == (("client_id", "app"),)


@pytest.mark.parametrize(
    ("members", "headers"),
    [((("client_assertion", "a.b.c"),), ()), ((), (("authorization", "Bearer x"),))],
)
def test_a_client_never_authenticates_in_two_ways_unless_it_is_told_to(
    ambient: Ambient, members: Members, headers: Members
) -> None:
    post = ClientSecretPost(client_id="ci", client_secret="s")
    with pytest.raises(UsageProblem, match="the client would authenticate twice: with client_secret and with"):
        _post(channel(ambient, authentication=post, extra_headers=headers), [ISSUED], members)
    told = channel(ambient, authentication=post, extra_headers=headers, override=True)
    assert len(_post(told, [ISSUED], members).sent) == 1


def test_a_public_client_may_show_whatever_it_is_told_to(ambient: Ambient) -> None:
    way = channel(ambient, extra_headers=(("Authorization", "Bearer x"),))
    assert _post(way, [ISSUED]).sent[0].request.header("authorization") == "Bearer x"


def test_with_override_a_member_takes_the_place_of_a_credential(ambient: Ambient) -> None:
    way = channel(ambient, override=True)
    assert sent_form(_post(way, [ISSUED], (("client_id", "other"),)).sent[0]) == (("client_id", "other"),)


def test_further_headers_come_after_ours_and_take_their_place_only_with_override(ambient: Ambient) -> None:
    further = (("X-Tenant", "north"), ("accept", "text/plain"))
    with pytest.raises(UsageProblem, match="--header Accept repeats a header that is sent anyway"):
        _post(channel(ambient, extra_headers=further), [ISSUED])
    (step,) = _post(channel(ambient, extra_headers=further, override=True), [ISSUED]).sent
    names = [name for name, _ in step.request.headers]
    assert names == ["Host", "User-Agent", "Content-Type", "X-Tenant", "accept", "Content-Length"]


def test_credentials_are_made_anew_for_every_try(ambient: Ambient) -> None:
    class Counting:
        made = 0

        def credentials(self, ambient: Ambient, target: Target) -> Credentials:
            self.made += 1
            return Credentials(members=(("try", str(self.made)),))

    way = channel(ambient, authentication=Counting(), retries=1)
    first, second = _post(way, [REFUSED_CONNECTION, ISSUED], repeatable=True).sent
    assert (sent_form(first)[-1], sent_form(second)[-1]) == (("try", "1"), ("try", "2"))


@pytest.mark.parametrize("first", [REFUSED_CONNECTION, answer(b"", 429), answer(b"", 503)])
def test_what_spends_nothing_is_asked_again_after_a_pause(ambient: Ambient, first: Response | NoAnswer) -> None:
    ended = _post(channel(ambient, retries=2), [first, first, ISSUED], repeatable=True)
    assert (ended.outcome, ended.waits) == (ISSUED, (1.0, 1.0))


@pytest.mark.parametrize("first", [REFUSED_CONNECTION, answer(b"", 429), answer(b"", 503)])
def test_what_may_spend_something_is_never_sent_twice(ambient: Ambient, first: Response | NoAnswer) -> None:
    ended = _post(channel(ambient, retries=2), [first])
    assert (ended.outcome, len(ended.sent)) == (first, 1)


@pytest.mark.parametrize("first", [LOST, answer(b"", 500), answer({"error": "invalid_client"}, 401), ISSUED])
def test_an_answer_that_another_try_would_not_better_stands(ambient: Ambient, first: Response | NoAnswer) -> None:
    ended = _post(channel(ambient, retries=2), [first], repeatable=True)
    assert (ended.outcome, len(ended.sent)) == (first, 1)


def test_after_the_last_try_the_answer_stands(ambient: Ambient) -> None:
    ended = _post(channel(ambient, retries=1), [REFUSED_CONNECTION, REFUSED_CONNECTION], repeatable=True)
    assert (ended.outcome, len(ended.sent)) == (REFUSED_CONNECTION, 2)


def test_the_server_says_how_long_the_pause_is(ambient: Ambient) -> None:
    later = answer(b"", 503, ("Retry-After", "7"))
    assert _post(channel(ambient, retries=1), [later, ISSUED], repeatable=True).waits == (7.0,)


@pytest.mark.parametrize("told", ["31", "9" * 30])
def test_a_pause_that_nobody_would_wait_for_is_no_pause(ambient: Ambient, told: str) -> None:
    later = answer(b"", 503, ("Retry-After", told))
    assert _post(channel(ambient, retries=1), [later], repeatable=True).outcome == later
    short = answer(b"", 503, ("Retry-After", "20"))
    assert _post(channel(ambient, retries=1, timeout=10.0), [short], repeatable=True).outcome == short


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("9" * 10, float("inf")),
        ("Sun, 01 Mar 2026 12:00:10 GMT", 10.0),
        ("Sun, 01 Mar 2026 11:59:00 GMT", 0.0),
        ("Sun Mar  1 12:00:10 2026", 10.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("\u0661", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(ambient: Ambient, told: str, seconds: float | None) -> None:
    assert retry_after(Response(503, (("retry-after", told),)), ambient.now()) == seconds


def test_without_retry_after_the_server_did_not_say() -> None:
    assert retry_after(Response(503), 0.0) is None


@given(st.text())
def test_reading_retry_after_never_raises(told: str) -> None:
    seconds = retry_after(Response(503, (("Retry-After", told),)), 0.0)
    assert seconds is None or seconds >= 0
