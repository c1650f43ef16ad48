from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import JSON_TYPE, TOKENS, answer, refusal
from tokencli.oauth.answer import Unreadable, Unrecognised
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.reply import read_token_reply
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.message import Response

NOW = 1_772_366_400.0


def _tokens(members: dict[str, Any], status: int = 200) -> TokenSet:
    reply = read_token_reply(answer({"access_token": "at-1", "token_type": "Bearer", **members}, status), NOW)
    assert isinstance(reply, TokenSet)
    return reply


def _names(reply: TokenSet) -> list[str]:
    return [one.name for one in reply.deviations]


def test_tokens_are_kept_whole_and_have_nothing_odd() -> None:
    tokens = _tokens({"expires_in": 60, "refresh_token": "rt", "id_token": "it", "scope": "a b", "x": [1]})
    assert (tokens.access_token, tokens.token_type, tokens.refresh_token, tokens.id_token) == (
        "at-1",
        "Bearer",
        "rt",
        "it",
    )
    assert (tokens.expires_in, tokens.expires_at, tokens.scope) == (60, NOW + 60, ("a", "b"))
    assert (tokens.members["x"], tokens.deviations, tokens.checks, tokens.valid) == ([1], (), (), True)


def test_what_was_not_sent_is_empty_or_unknown() -> None:
    tokens = _tokens({"refresh_token": None, "id_token": 5})
    assert (tokens.refresh_token, tokens.id_token) == ("", "")
    assert (tokens.expires_in, tokens.expires_at, tokens.scope) == (None, None, None)


@pytest.mark.parametrize(
    ("members", "scope", "names"),
    [
        ({"scope": ["a", 1]}, ("a", "1"), ["scope-list"]),
        ({"scope": "a,b,,c"}, ("a", "b", "c"), ["scope-comma"]),
        ({"scope": "a,b c"}, ("a,b", "c"), []),
        ({"scope": " a  b "}, ("a", "b"), []),
        ({"scope": ""}, (), []),
        ({"scope": 5}, None, []),
        ({"token_type": None}, None, ["token-type-missing"]),
        ({"token_type": ""}, None, ["token-type-missing"]),
        ({"token_type": "bEARER"}, None, []),
        ({"expires_in": "60"}, None, ["expires-in-string"]),
    ],
)
def test_odd_members_are_understood_and_named(
    members: dict[str, Any], scope: tuple[str, ...] | None, names: list[str]
) -> None:
    tokens = _tokens(members)
    assert (tokens.scope, _names(tokens)) == (scope, names)


def test_tokens_under_another_status_of_success_are_tokens() -> None:
    assert _names(_tokens({}, 201)) == ["status-not-200"]


def test_an_answer_that_caches_may_keep_is_remarked() -> None:
    for headers in ((), (("Cache-Control", "private"),)):
        reply = read_token_reply(Response(200, (JSON_TYPE, *headers), b'{"access_token": "a", "token_type": "b"}'), NOW)
        assert isinstance(reply, TokenSet)
        assert _names(reply) == ["cache-control-missing"]


@pytest.mark.parametrize(
    ("members", "status", "detail"),
    [
        ({"token_type": "Bearer"}, 200, "JSON without access_token"),
        ({"access_token": None}, 200, "JSON without access_token"),
        ({"access_token": ""}, 200, "JSON whose access_token is no text"),
        ({"access_token": {"value": "a"}}, 200, "JSON whose access_token is no text"),
        (TOKENS, 400, "status 400 with JSON that names no error"),
        ({"message": "no"}, 500, "status 500 with JSON that names no error"),
        ({}, 100, "status 100 with JSON that names no error"),
    ],
)
def test_what_lacks_a_member_is_neither_tokens_nor_a_refusal(members: Any, status: int, detail: str) -> None:
    reply = read_token_reply(answer(members, status), NOW)
    assert isinstance(reply, Unrecognised)
    assert (reply.kind, reply.detail, reply.members) == (Unreadable.MEMBER_MISSING, detail, members)


def test_a_refusal_is_a_refusal_in_whatever_status() -> None:
    for status in (200, 400, 401, 500):
        reply = read_token_reply(refusal("invalid_grant", status), NOW)
        assert isinstance(reply, ErrorResponse)


def test_a_token_set_with_a_failed_check_is_not_valid() -> None:
    failed, passed = (Check("iss", good, "a", "b", "c") for good in (False, True))
    response = Response(200)
    assert TokenSet({}, response, NOW, None, None, checks=(passed,)).valid
    assert not TokenSet({}, response, NOW, None, None, checks=(passed, failed)).valid


VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.lists(st.text())
NAMES = st.sampled_from(["access_token", "token_type", "expires_in", "scope", "error", "id_token", "refresh_token"])


@given(st.dictionaries(NAMES, VALUES), st.integers(100, 599))
def test_any_answer_is_judged_and_no_member_lost(members: dict[str, Any], status: int) -> None:
    reply = read_token_reply(answer(members, status), NOW)
    if reply.members is not None and status not in range(300, 400):
        assert set(reply.members) == set(members)
