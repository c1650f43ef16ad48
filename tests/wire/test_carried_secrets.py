"""The secrets of a conversation, found by the names they stand under."""

from __future__ import annotations

from typing import Any

import pytest

from tokencli.wire.carried_secrets import carried_secrets, secrets_of_url
from tokencli.wire.credentials import write_basic
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response
from tokencli.wire.redaction import Redactor
from tokencli.wire.secret_names import SECRET_NAMES

URL = "https://as.example/token"
LOST = NoAnswer(NoAnswerReason.TIMEOUT, "no answer within 30 s", sent=True)


def _carried(request: Request | None = None, answer: Response | NoAnswer = LOST) -> frozenset[str]:
    exchange = Exchange(Purpose.TOKEN, request or Request("GET", URL), answer, 0.0, 0.0)
    return carried_secrets([exchange], SECRET_NAMES)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (f"{URL}?code=c-1&state=s", {"c-1"}),
        (f"{URL}#ID_TOKEN=i%2D1&code", {"i-1"}),
        ("https://ada:hush%20hush@as.example/", {"hush hush"}),
        (URL, set()),
        (f"{URL}?redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fapi_key%3Dk-1%26x%3Dy&scope=a", {"k-1"}),
        (f"{URL}?post_logout=https%3A%2F%2Fada%3Ahush%40app.example%2F", {"hush"}),
        (f"{URL}?claims=a?code=c-1", set()),
        ("https://[as.example/?code=c-1", set()),
    ],
)
def test_a_url_carries_them_in_query_fragment_and_user_information(url: str, found: set[str]) -> None:
    assert _carried(Request("GET", url)) == secrets_of_url(url, SECRET_NAMES) == found
    assert _carried(answer=Response(302, (("Location", url),))) == found


def test_a_request_that_nobody_answered_carried_its_secrets_all_the_same() -> None:
    assert _carried(Request("POST", URL, (), b"client_secret=a+b&scope=c"), LOST) == {"a b"}


@pytest.mark.parametrize(
    "request_",
    [
        Request("POST", f"{URL}?key=k-1"),
        Request("POST", URL, (), b"apiKey=k-1&token_type_hint=x"),
        Request("POST", URL, (), b'{"api_key": "k-1", "token_type": "x"}'),
    ],
)
def test_a_request_carries_what_only_sounds_secret_too(request_: Request) -> None:
    assert _carried(request_) == {"k-1"}


def test_of_an_answer_only_what_is_issued_is_looked_for_everywhere() -> None:
    assert _carried(answer=Response(400, (), b'{"key": "a-word-of-the-server"}')) == frozenset()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("Authorization", "Bearer at-1"), {"Bearer at-1", "at-1"}),
        (("Authorization", write_basic("ci", "p%2Bw")), {"p%2Bw", "p+w"}),
        (("X-Api-Key", "k-1"), {"k-1"}),
        (("Accept", "k-1"), set()),
    ],
)
def test_a_header_carries_them_whole_and_taken_apart(header: tuple[str, str], found: set[str]) -> None:
    carried = _carried(Request("GET", URL, (header,)))
    assert found <= carried
    assert bool(found) == bool(carried)


def test_a_basic_header_without_a_password_carries_none() -> None:
    header = write_basic("ci", "")
    assert _carried(Request("GET", URL, (("Authorization", header),))) == {header, header.removeprefix("Basic ")}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"access_token": "at-1", "scope": "a"}', {"at-1"}),
        (b' [{"deep": {"REFRESH_TOKEN" : "r\\"t"}}]', {'r"t'}),
        (b'{"access_token": "at-1", cut off', {"at-1"}),
        (b'{"access_token": "no such escape: \\q"}', {"no such escape: \\q"}),
        (b'{"access_token": 5, "id_token": ""}', set()),
        (b'{"code": "E-17", "token": "unexpected"}', set()),
        (b"access_token=at-1&scope=a", {"at-1"}),
        (b"<html>", set()),
    ],
)
def test_an_answer_carries_what_it_issues_even_where_it_is_broken(body: bytes, found: set[str]) -> None:
    assert _carried(answer=Response(200, (), body)) == found


def test_what_a_redaction_left_is_no_secret() -> None:
    left: Any = Redactor(salt=b"s").value("hush-hush")
    assert _carried(Request("POST", URL, (), f"client_secret={left}".encode())) == frozenset()
