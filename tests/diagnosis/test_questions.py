"""Each kind of failure is asked about once, with what came before it."""

from __future__ import annotations

import pytest

from tokencli.diagnosis import questions as asking
from tokencli.diagnosis.difference import in_words
from tokencli.diagnosis.questions import Seen, find_questions
from tokencli.wire.exchange import UNSEEN_REQUEST, Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response

URL = "https://login.example/token"
DOCUMENT = {"issuer": "https://login.example", "token_endpoint": URL}


def token(error: str, form: str = "grant_type=authorization_code&code=c-1", url: str = URL) -> Exchange:
    request = Request("POST", url, (("Content-Type", FORM_MEDIA_TYPE),), form.encode())
    body = f'{{"error": "{error}"}}' if error else '{"access_token": "at", "token_type": "Bearer"}'
    return Exchange(Purpose.TOKEN, request, Response(400 if error else 200, (), body.encode()), 1, 0)


def other(purpose: Purpose, status: int, url: str = "https://login.example/x") -> Exchange:
    return Exchange(purpose, Request("GET", url), Response(status), 1, 0)


def errors(*exchanges: Exchange) -> list[tuple[str, int]]:
    return [(one.evidence.error, one.count) for one in find_questions(Seen(exchanges))]


def test_the_most_frequent_failure_comes_first_and_of_equally_frequent_ones_the_last() -> None:
    assert errors(token("invalid_scope"), token("invalid_grant"), token("invalid_grant")) == [
        ("invalid_grant", 2),
        ("invalid_scope", 1),
    ]
    assert errors(token("invalid_scope"), token("invalid_grant"))[0] == ("invalid_grant", 1)


def test_where_nothing_failed_the_end_is_looked_at() -> None:
    (question,) = find_questions(Seen((token(""), token(""))))
    assert not question.failed
    assert len(question.evidence.exchanges) == 2


def test_of_one_run_only_the_end_counts() -> None:
    (question,) = find_questions(Seen((token("invalid_grant"), token("")), one_run=True))
    assert not question.failed


def test_nothing_at_all_is_a_question_without_an_exchange() -> None:
    (question,) = find_questions(Seen((), tokens={"jwt": 0.0}))
    assert question.evidence.last is None


@pytest.mark.parametrize("error", ["authorization_pending", "slow_down", "use_dpop_nonce"])
def test_an_answer_that_asks_to_go_on_is_no_failure(error: str) -> None:
    assert not find_questions(Seen((token(error), token(""))))[0].failed


def test_metadata_that_was_found_at_another_place_is_no_failure() -> None:
    missing, found = other(Purpose.METADATA, 404), other(Purpose.METADATA, 200)
    assert not find_questions(Seen((missing, found)))[0].failed
    assert find_questions(Seen((found, missing)))[0].failed


def test_a_page_with_an_error_at_the_authorization_endpoint_is_a_failure() -> None:
    assert find_questions(Seen((other(Purpose.AUTHORIZATION, 400),)))[0].failed
    assert not find_questions(Seen((other(Purpose.AUTHORIZATION, 200),)))[0].failed


def test_a_token_was_refused_though_only_the_body_was_seen() -> None:
    refused = Response(0, (), b'{"error": "invalid_token", "error_description": "The access token expired"}')
    (question,) = find_questions(Seen((Exchange(Purpose.RESOURCE, UNSEEN_REQUEST, refused, 0, 0),)))
    assert question.failed
    assert (question.evidence.error, question.evidence.description) == ("invalid_token", "The access token expired")
    (question,) = find_questions(Seen((Exchange(Purpose.RESOURCE, UNSEEN_REQUEST, Response(0, (), b"{}"), 0, 0),)))
    assert not question.failed


@pytest.mark.parametrize(("status", "octets", "failed"), [(200, "708", False), (200, "0", True), (400, "708", True)])
def test_a_success_whose_body_was_not_kept_is_no_failure(status: int, octets: str, failed: bool) -> None:
    answer = Response(status, (("Content-Length", octets),))
    (question,) = find_questions(Seen((Exchange(Purpose.TOKEN, Request("POST", URL), answer, 1, 0),)))
    assert question.failed is failed


def test_no_answer_is_a_failure_and_one_that_was_not_shown_is_none() -> None:
    for reason in NoAnswerReason:
        lost = Exchange(Purpose.TOKEN, Request("POST", URL), NoAnswer(reason, "x"), 1, 0)
        assert find_questions(Seen((lost,)))[0].failed is (reason is not NoAnswerReason.UNSEEN)


@pytest.mark.parametrize(
    ("exchange", "documents", "found"),
    [
        (token("invalid_grant"), (DOCUMENT,), True),
        (token("invalid_grant", url="https://login.example/other"), (DOCUMENT,), True),
        (token("invalid_grant", url="https://other.example/token"), (DOCUMENT,), False),
        (Exchange(Purpose.TOKEN, UNSEEN_REQUEST, Response(400), 0, 0), (DOCUMENT,), True),
        (Exchange(Purpose.TOKEN, UNSEEN_REQUEST, Response(400), 0, 0), (DOCUMENT, DOCUMENT), False),
        (token("invalid_grant"), (), False),
    ],
)
def test_the_metadata_is_that_of_the_server(
    exchange: Exchange, documents: tuple[dict[str, str], ...], found: bool
) -> None:
    assert bool(Seen((exchange,), documents).until(0).metadata) is found
    assert Seen((exchange,), documents, one_run=True).until(0).metadata == (documents[0] if documents else {})


def test_of_many_exchanges_those_of_the_same_code_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_EXCHANGES", 2)
    location = Response(302, (("Location", "https://app.example/cb?code=c-1&state=x"),))
    sign_in = Exchange(Purpose.AUTHORIZATION, Request("GET", URL), location, 1, 0)
    lost = Exchange(Purpose.TOKEN, Request("GET", URL), NoAnswer(NoAnswerReason.BROKEN, ""), 1, 0)
    noise = [token("", f"grant_type=authorization_code&code=n-{number}") for number in range(5)]
    evidence = Seen((sign_in, lost, *noise, token("invalid_grant"))).until(7)
    assert evidence.exchanges == (sign_in, noise[-1], token("invalid_grant"))


def test_no_more_questions_are_asked_than_anybody_reads() -> None:
    assert len(errors(*(token(f"invalid_{'x' * number}") for number in range(30)))) == asking.MOST_QUESTIONS


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("https://a/cb", "https://a/cb/", "only a final slash"),
        ("https://a/CB", "https://a/cb", "only capital and small letters"),
        ("https://a/cb ", "https://a/cb", "only white space at an edge"),
        ("https://a/%63b", "https://a/cb", "only the percent-encoding"),
        ("https://a/cb", "http://b:8/cb?x", "the scheme and the host and the port and the query"),
        ("https://a/cb", "https://a/cd#x", "the path and the fragment"),
        ("https://a:x/cb", "https://a/cb", "more than one part"),
        ("https://u@a/cb", "https://a/cb", "the way in which it is written"),
    ],
)
def test_a_difference_is_told_by_what_makes_it(one: str, other: str, words: str) -> None:
    assert in_words(one, other) == words
