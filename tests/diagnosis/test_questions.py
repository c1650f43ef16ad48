"""Which exchanges of a capture are in question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.diagnosis.evidence_of import URL, asked
from tests.oauth.channel import TOKENS, answer, refusal
from tokencli.diagnosis.questions import MOST_EXCHANGES, MOST_QUESTIONS, Question, Seen, find_questions
from tokencli.oauth.authorization.delivery import redirected
from tokencli.wire.exchange import UNSEEN_ANSWER, UNSEEN_REQUEST, Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

LOST = NoAnswer(NoAnswerReason.TIMEOUT, "no answer within 30 s", sent=True)
NOT_FOUND = Response(404, (("Content-Type", "text/html"),), b"<html>no</html>")


def _exchange(
    response: Response | NoAnswer, purpose: Purpose = Purpose.TOKEN, url: str = URL, count: int = 1, **members: str
) -> Exchange:
    return Exchange(purpose, asked(tuple(members.items()), url=url), response, 1.0, 0.1, count=count)


def _described(text: str) -> Response:
    return answer({"error": "invalid_grant", "error_description": text}, 400)


def _asked(*exchanges: Exchange, **seen: Any) -> tuple[Question, ...]:
    return find_questions(Seen(exchanges, **seen))


def _errors(questions: tuple[Question, ...]) -> list[str]:
    return [one.evidence.error for one in questions]


def test_each_kind_of_failure_is_asked_once_the_most_frequent_first_then_the_latest() -> None:
    rare, often, late = (_exchange(refusal(code)) for code in ("invalid_scope", "invalid_client", "invalid_target"))
    questions = _asked(rare, often, often, _exchange(answer(TOKENS)), late)
    assert _errors(questions) == ["invalid_client", "invalid_target", "invalid_scope"]
    assert [one.count for one in questions] == [2, 1, 1]
    assert all(one.failed for one in questions)


def test_a_line_of_a_log_that_was_seen_often_counts_as_often() -> None:
    questions = _asked(_exchange(refusal("invalid_scope"), count=5), _exchange(refusal("invalid_client")))
    assert [(one.evidence.error, one.count) for one in questions] == [("invalid_scope", 5), ("invalid_client", 1)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Trace 4711 at 12:00", "Trace 42 at 12:01", True),
        ("id 6f1c1f3e-9b7a-4c3e-8d4f-0123456789ab", "id 0a1c1f3e-9b7a-4c3e-8d4f-0123456789ff", True),
        ("the code has expired", "the code was used", False),
    ],
)
def test_numbers_and_ids_in_the_words_do_not_make_another_kind(one: str, other: str, same: bool) -> None:
    assert (len(_asked(_exchange(_described(one)), _exchange(_described(other)))) == 1) == same


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"url": f"{URL}?a=b"}, True),
        ({"url": "https://as.example/other"}, False),
        ({"client_id": "other"}, False),
        ({"grant_type": "password"}, False),
        ({"scope": "a"}, True),
    ],
)
def test_the_same_refusal_of_another_client_grant_or_place_is_another_kind(change: dict[str, Any], same: bool) -> None:
    first: dict[str, Any] = {"client_id": "app", "grant_type": "refresh_token"}
    questions = _asked(
        _exchange(refusal("invalid_grant"), **first), _exchange(refusal("invalid_grant"), **{**first, **change})
    )
    assert (len(questions) == 1) == same


@pytest.mark.parametrize("error", ["authorization_pending", "slow_down", "use_dpop_nonce"])
def test_an_answer_that_asks_for_the_next_request_is_no_failure(error: str) -> None:
    (question,) = _asked(_exchange(refusal(error)), _exchange(answer(TOKENS)))
    assert not question.failed
    assert question.evidence.status == 200


@pytest.mark.parametrize(
    ("exchange", "failed"),
    [
        (_exchange(LOST), True),
        (_exchange(UNSEEN_ANSWER), False),
        (_exchange(NOT_FOUND), True),
        (_exchange(NOT_FOUND, Purpose.METADATA), True),
        (_exchange(answer({"issuer": "https://as.example"}), Purpose.METADATA), False),
        (_exchange(redirected("https://app/cb?code=c"), Purpose.AUTHORIZATION), False),
        (_exchange(redirected("https://app/cb?error=access_denied"), Purpose.AUTHORIZATION), True),
        (_exchange(answer(TOKENS)), False),
    ],
)
def test_what_is_a_failure(exchange: Exchange, failed: bool) -> None:
    (question,) = _asked(exchange)
    assert question.failed is failed


def test_metadata_that_was_found_at_the_second_place_was_found() -> None:
    found = _exchange(answer({"issuer": "https://as.example"}), Purpose.METADATA)
    (question,) = _asked(_exchange(NOT_FOUND, Purpose.METADATA), found, _exchange(refusal("invalid_client")))
    assert question.evidence.error == "invalid_client"
    assert _errors(_asked(_exchange(NOT_FOUND, Purpose.METADATA), _exchange(refusal("x")))) == ["x", ""]


def test_of_one_run_the_end_alone_is_in_question_and_what_was_seen_before_is_its_evidence() -> None:
    first, end = _exchange(refusal("invalid_client")), _exchange(answer(TOKENS))
    (question,) = _asked(first, end, one_run=True)
    assert question.evidence.exchanges == (first, end)
    assert not question.failed
    (earlier, _) = _asked(_exchange(refusal("a")), _exchange(refusal("b")))[::-1]
    assert len(earlier.evidence.exchanges) == 1


def test_where_nothing_was_sent_there_is_still_something_to_look_at() -> None:
    (question,) = _asked(tokens=("e30.e30.c2ln",))
    assert question.evidence.tokens == ("e30.e30.c2ln",)
    assert not question.failed


OWN: Mapping[str, Any] = {"issuer": "https://as.example", "token_endpoint": "https://tokens.example/t"}
OTHER: Mapping[str, Any] = {"issuer": "https://other.example", "token_endpoint": URL}


@pytest.mark.parametrize(
    ("url", "documents", "one_run", "chosen"),
    [
        ("https://tokens.example/t?a=b", (OTHER, OWN), False, OWN),  # it names the endpoint
        ("https://as.example/elsewhere", (OTHER, OWN), False, OWN),  # its issuer is of the same host
        (URL, (OWN, OTHER), False, OTHER),  # the endpoint counts before the host
        ("https://third.example/token", (OWN, OTHER), False, {}),
        ("/token", ({"issuer": ""},), False, {}),
        ("https://third.example/token", (OWN,), True, OWN),
        ("https://third.example/token", (), True, {}),
    ],
)
def test_the_metadata_is_that_of_the_server_that_was_asked(
    url: str, documents: tuple[Mapping[str, Any], ...], one_run: bool, chosen: Mapping[str, Any]
) -> None:
    (question,) = _asked(_exchange(refusal("x"), url=url), documents=documents, one_run=one_run)
    assert question.evidence.metadata == chosen


def test_where_the_request_was_not_seen_the_only_document_counts() -> None:
    unseen = replace(_exchange(refusal("x")), request=UNSEEN_REQUEST)
    (alone,) = _asked(unseen, documents=(OWN,))
    (several,) = _asked(unseen, documents=(OWN, OTHER))
    assert (alone.evidence.metadata, several.evidence.metadata) == (OWN, {})


def test_a_get_of_which_nothing_is_known_is_of_no_server() -> None:
    exchange = Exchange(Purpose.TOKEN, Request("GET", "token"), refusal("x"), 1.0, 0.1)
    (question,) = _asked(exchange, documents=(OWN, OTHER))
    assert question.evidence.metadata == {}


def test_of_a_long_log_the_latest_count_and_of_those_before_what_has_to_do_with_the_failure() -> None:
    beside = _exchange(answer(TOKENS), client_id="app")
    browser = Exchange(
        Purpose.AUTHORIZATION,
        Request("GET", "https://as.example/authorize?client_id=app"),
        redirected("https://app/cb?code=c%2F1"),
        1.0,
        0.1,
    )
    earlier = _exchange(LOST, code="c/1")
    end = _exchange(refusal("invalid_grant"), code="c/1")
    long_ago = (beside, browser, _exchange(LOST, scope="a"), earlier)
    question = _asked(*long_ago, *[beside] * MOST_EXCHANGES, end)[-1]
    assert question.evidence.exchanges[0] is browser
    assert question.evidence.exchanges[1] is earlier
    assert question.evidence.exchanges[2:] == (*[beside] * (MOST_EXCHANGES - 1), end)


def test_the_questions_are_no_more_than_somebody_reads() -> None:
    refused = [_exchange(refusal(f"code_{letter}")) for letter in "abcdefghijklmnopqrstuvwxyz"]
    assert len(_asked(*refused)) == MOST_QUESTIONS < len(refused)
