from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import encode, unsigned
from tokencli.jose.found_tokens import find_tokens, is_meant_as_one
from tokencli.jose.peek import NotAJwt, base64url_encode

A = unsigned({"sub": "a"}, "AAAA", alg="RS256")
B = unsigned({"sub": "b"}, "AAAA", alg="RS256")
JWE = f"{encode({'alg': 'RSA-OAEP'})}.a2V5.aXY.dGV4dA.dGFn"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.text) for one in find_tokens(text)]


def test_one_a_line_with_empty_lines_between() -> None:
    assert found(f'{A}\n\n  {B}  \r\n"{JWE}",\n') == [("line 1", A), ("line 3", B), ("line 4", JWE)]


def test_a_line_of_one_word_that_is_no_jwt_is_no_slip_to_pass_over() -> None:
    with pytest.raises(NotAJwt, match="line 2: it has 1 part"):
        find_tokens(f"{A}\nopaque\n{B}")


def test_among_other_words_they_are_found_and_the_rest_passed_over() -> None:
    text = f"GET / HTTP/1.1\nAuthorization: Bearer {A}\nCookie: a={B}; b=1.2.3\nversion 1.2.3 e30.e30.!\n"
    assert found(text) == [("line 2", A), ("line 3", B)]


@pytest.mark.parametrize("tail", [".x", ".x.y.z", "+", "/A", "=", "-x.y", ".-"])
def test_nothing_is_cut_off_what_has_a_part_or_a_character_too_many(tail: str) -> None:
    assert found(f"it is {A}{tail} here") == []


@pytest.mark.parametrize("end", [".", "...", ",", ";", "!", "'", ")", "&state=x"])
def test_what_ends_a_sentence_or_a_parameter_is_no_part_of_a_token(end: str) -> None:
    assert found(f"it is {A}{end}") == [("line 1", A)]


@pytest.mark.parametrize(
    ("text", "meant"), [(A, True), (f" {A}. ", True), ("eyJ", True), (f"Bearer {A}", False), ("opaque", False)]
)
def test_one_word_that_begins_as_a_token_was_meant_as_one(text: str, meant: bool) -> None:
    assert is_meant_as_one(text) is meant


def test_in_a_token_response_they_are_named_by_their_members() -> None:
    answer = {"access_token": A, "refresh_token": "opaque", "id_token": B, "expires_in": 5, "scope": None}
    assert found(json.dumps(answer)) == [("access_token", A), ("id_token", B)]


def test_deep_in_json_they_are_named_by_their_path() -> None:
    assert found(json.dumps([{"a": {"b": [1, f" {A} "]}}, True, B])) == [("0.a.b.1", A), ("2", B)]


def test_the_same_token_is_told_once() -> None:
    assert found(json.dumps({"one": A, "two": A})) == [("one", A)]
    assert found(f"{A}\n{A}\n") == [("line 1", A)]


@pytest.mark.parametrize(
    "text", ["", "\n", "opaque", "a.b.c", "{", '{"a": 1}', "[]", "5", "é.é.é", "eyJ.e.e", "e30.e30"]
)
def test_where_there_are_none_nothing_is_found(text: str) -> None:
    assert found(text) == []


def test_broken_json_is_a_text_like_any_other() -> None:
    assert found(f'{{"access_token": "{A}", }}') == [("line 1", A)]


@pytest.mark.parametrize(
    "header", ['{"alg":"x"}', '{ "alg":"x"}', '{\n "alg":"x"}', '{\r\n"alg":"x"}', '{\t"alg":"x"}']
)
def test_a_header_may_begin_with_white_space(header: str) -> None:
    token = f"{base64url_encode(header.encode())}.e30.AAAA"
    assert found(f"here: {token}") == [("line 1", token)]


@given(st.text() | st.lists(st.sampled_from([A, B, "x", " ", "\n", "{", '"', ".", "eyJ"])).map("".join))
def test_no_text_is_a_fault(text: str) -> None:
    try:
        tokens: Any = find_tokens(text)
    except NotAJwt:
        return
    assert len({one.text for one in tokens}) == len(tokens)
