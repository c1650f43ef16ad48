from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import JSON_TYPE
from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire.form import encode
from tokencli.wire.message import FORM_MEDIA_TYPE, UNSEEN_STATUS, Response

FORM = ("Content-Type", FORM_MEDIA_TYPE)
HTML = ("Content-Type", "text/html; charset=utf-8")
PLAIN = ("Content-Type", "text/plain")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def _read(body: bytes, *headers: tuple[str, str], status: int = 200) -> Answer:
    answer = read_members(Response(status, headers or (JSON_TYPE,), body))
    assert isinstance(answer, Answer)
    return answer


def _refused(body: bytes, *headers: tuple[str, str], status: int = 400) -> ErrorResponse:
    answer = read_members(Response(status, headers or (JSON_TYPE,), body))
    assert isinstance(answer, ErrorResponse)
    return answer


def _neither(body: bytes, *headers: tuple[str, str], status: int = 200) -> Unrecognised:
    answer = read_members(Response(status, headers, body))
    assert isinstance(answer, Unrecognised)
    return answer


def _names(answer: Answer | ErrorResponse | Unrecognised) -> list[str]:
    return [one.name for one in answer.deviations]


def test_an_answer_in_json_keeps_every_member_and_has_nothing_odd() -> None:
    answer = _read(b'{"a": [1, {"b": null}], "c": "d"}')
    assert (answer.members, answer.deviations) == ({"a": [1, {"b": None}], "c": "d"}, ())


@pytest.mark.parametrize(
    ("body", "headers", "names"),
    [
        (b'{"a": 1}', (PLAIN,), ["content-type-not-json"]),
        (b'{"a": 1}', (("X", "y"),), ["content-type-not-json"]),
        (b'{"a": 1}', (FORM,), ["form-encoded-answer"]),
        (b'\xef\xbb\xbf{"a": 1}', (JSON_TYPE,), ["byte-order-mark"]),
        (b'{"a": "\xff"}', (JSON_TYPE,), ["broken-utf8"]),
        (b'{"a": 1, "a": 2, "a": 3, "b": 1, "b": 2}', (JSON_TYPE,), ["duplicate-member", "duplicate-member"]),
        (b"access_token=a", (JSON_TYPE,), ["form-encoded-answer"]),
        (b"access_token=a&access_token=b", (FORM,), ["form-encoded-answer", "duplicate-member"]),
        (b'\xef\xbb\xbf{"a": "\xff", "a": 1}', (PLAIN,), ["content-type-not-json", "byte-order-mark", "broken-utf8", "duplicate-member"]),
    ],
)  # fmt: skip
def test_an_odd_form_is_read_and_each_oddity_named(body: bytes, headers: Any, names: list[str]) -> None:
    assert _names(_read(body, *headers)) == names


def test_of_members_that_stand_twice_the_last_counts_in_json_and_in_a_form() -> None:
    assert _read(b'{"a": 1, "a": 2}').members == {"a": 2}
    assert _read(b"access_token=a&access_token=b", FORM).members == {"access_token": "b"}


def test_what_went_wrong_on_the_way_is_a_deviation() -> None:
    answer = read_members(Response(200, (JSON_TYPE,), b"{}", ("the body ends early",)))
    assert [(one.name, one.what) for one in answer.deviations] == [("transfer-problem", "the body ends early")]


@given(st.dictionaries(TEXT.filter(bool), TEXT, min_size=1))
def test_a_form_is_read_as_the_members_it_was_made_from(members: dict[str, str]) -> None:
    answer = read_members(Response(200, (FORM,), encode([("access_token", "a"), *members.items()]).encode()))
    assert isinstance(answer, Answer | ErrorResponse)
    assert answer.members == {"access_token": "a", **members}


@pytest.mark.parametrize(
    ("body", "headers", "status", "kind", "detail"),
    [
        (b"", (), 302, Unreadable.REDIRECT, "a redirect to nowhere"),
        (b"{}", (("Location", "https://b.example/"),), 307, Unreadable.REDIRECT, "a redirect to https://b.example/"),
        (b"<!DOCTYPE html><p>", (), 200, Unreadable.HTML, "an HTML page"),
        (b"\n <HTML>", (JSON_TYPE,), 200, Unreadable.HTML, "an HTML page"),
        (b"\xef\xbb\xbf<html>", (HTML,), 200, Unreadable.HTML, "an HTML page"),
        (b"<p>no</p>", (HTML,), 404, Unreadable.HTML, "an HTML page"),
        (b" \n", (JSON_TYPE,), 200, Unreadable.EMPTY, "an empty body"),
        (b'{"a":', (PLAIN,), 200, Unreadable.BROKEN_JSON, "broken JSON at line 1, column 6"),
        (b"no", (JSON_TYPE,), 200, Unreadable.BROKEN_JSON, "broken JSON at line 1, column 1"),
        (b"no", (PLAIN,), 200, Unreadable.OTHER, "text that is neither JSON nor a form (text/plain)"),
        (b"<p>no</p>", (), 200, Unreadable.OTHER, "text that is neither JSON nor a form (no type)"),
        (b"[1]", (JSON_TYPE,), 200, Unreadable.NOT_AN_OBJECT, "JSON, but not an object"),
        (b'"error"', (JSON_TYPE,), 400, Unreadable.NOT_AN_OBJECT, "JSON, but not an object"),
    ],
)
def test_what_has_no_members_is_told_by_its_kind(
    body: bytes, headers: Any, status: int, kind: Unreadable, detail: str
) -> None:
    answer = _neither(body, *headers, status=status)
    assert answer.kind is kind
    assert answer.detail.startswith(detail)
    assert answer.response.body == body


def test_broken_json_is_told_with_its_line_and_the_names_there_but_no_value() -> None:
    body = b'{\n  "refresh_token" : "8xLOxBtZp8"\n  "expires_in" : 3600\n}'
    detail = _neither(body).detail
    assert detail.startswith("broken JSON at line 3, column 3: Expecting ',' delimiter, near `\"expires_in\" : ")
    assert "8xLOxBtZp8" not in detail
    assert "3600" not in detail


def test_a_refusal_keeps_every_member() -> None:
    refused = _refused(b'{"error": "invalid_grant", "error_description": "no", "trace_id": 5}')
    assert (refused.error, refused.description, refused.members["trace_id"]) == ("invalid_grant", "no", 5)
    assert refused.deviations == ()


@pytest.mark.parametrize("status", [200, 201])
def test_a_refusal_under_a_status_of_success_is_one_and_is_remarked(status: int) -> None:
    assert _names(_refused(b'{"error": "invalid_grant", "access_token": "a"}', status=status)) == ["error-in-success"]


def test_a_refusal_as_a_form_is_one() -> None:
    refused = _refused(b"error=invalid_client&error_description=who+are+you", PLAIN, status=401)
    assert (refused.error, refused.description) == ("invalid_client", "who are you")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (400, "400"),
        (True, "True"),
        (["a"], "['a']"),
        ({"error": "invalid_grant"}, "invalid_grant"),
        ({"status": "INVALID_ARGUMENT", "code": 400}, "INVALID_ARGUMENT"),
        ({"code": 190, "message": "bad"}, "190"),
        ({"type": "", "message": "bad"}, "bad"),
        ({"details": []}, "error"),
        ({}, "error"),
    ],
)
def test_an_error_that_is_no_text_is_a_refusal_all_the_same(error: Any, code: str) -> None:
    refused = _refused(json.dumps({"error": error, "error_description": 5}).encode())
    assert (refused.error, refused.description) == (code, "")
    assert _names(refused) == ["error-not-text"]


@pytest.mark.parametrize("error", [None, False, ""])
def test_an_error_that_says_there_is_none_is_no_refusal(error: Any) -> None:
    assert _read(json.dumps({"error": error}).encode()).members == {"error": error}


@given(
    st.binary() | st.text('{}[]",:0123error=&access_token<html> \n', max_size=40).map(str.encode),
    st.integers(100, 599),
    st.sampled_from([(), (JSON_TYPE,), (FORM,), (HTML,), (PLAIN,), (("Content-Type", ";;"),)]),
)
def test_reading_any_answer_never_raises_and_loses_nothing(body: bytes, status: int, headers: Any) -> None:
    response = Response(status, headers, body)
    assert read_members(response).response is response


@pytest.mark.parametrize("body", [b'{"a": 1, "a": 2}', b'{"error": "x", "error_description": 5}'])
def test_of_a_body_that_was_found_without_its_head_nothing_is_called_odd(body: bytes) -> None:
    answer = read_members(Response(UNSEEN_STATUS, (), body))
    assert not isinstance(answer, Unrecognised)
    assert answer.deviations == ()
