from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import unsigned
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.front_channel import same_person, tokens_from_browser
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.oauth.tokens.token_set import TokenSet

NOW = 1_772_366_400.0
DELIVERY = Response(200)
PASSED = Check("nonce", True, "a", "b", "c")


def _tokens(members: dict[str, str]) -> TokenSet:
    return tokens_from_browser({"access_token": "at-1", **members}, DELIVERY, NOW, (PASSED,))


def test_tokens_that_the_browser_brought_are_kept_whole() -> None:
    tokens = _tokens({"token_type": "Bearer", "expires_in": "60", "scope": "a b", "id_token": "it", "x": "y"})
    assert (tokens.access_token, tokens.id_token, tokens.scope, tokens.members["x"]) == ("at-1", "it", ("a", "b"), "y")
    assert (tokens.expires_in, tokens.expires_at) == (60, NOW + 60)
    assert (tokens.deviations, tokens.checks, tokens.response) == ((), (PASSED,), DELIVERY)


@pytest.mark.parametrize(
    ("told", "seconds", "names"),
    [
        ("3600", 3600, []),
        ("3600.5", 3600, ["expires-in-float"]),
        ("-1", 0, ["expires-in-negative"]),
        ("²", None, ["expires-in-not-a-number"]),
        ("9" * 5000, None, ["expires-in-too-large"]),
        ("", None, ["expires-in-not-a-number"]),
    ],
)
def test_a_number_written_in_digits_is_as_it_should_be_in_a_url(
    told: str, seconds: int | None, names: list[str]
) -> None:
    tokens = _tokens({"expires_in": told})
    assert (tokens.expires_in, [one.name for one in tokens.deviations]) == (seconds, names)


def test_what_was_not_brought_is_unknown() -> None:
    assert (_tokens({}).expires_in, _tokens({}).scope, _tokens({"scope": ""}).scope) == (None, None, None)


def test_the_id_tokens_of_both_endpoints_speak_of_one_person() -> None:
    first, second = unsigned({"iss": "i", "sub": "ada", "nonce": "n"}), unsigned({"iss": "i", "sub": "ada"})
    assert [(one.name, one.passed) for one in same_person(first, second)] == [
        ("iss of both ID tokens", True),
        ("sub of both ID tokens", True),
    ]
    (_, other) = same_person(first, unsigned({"iss": "i", "sub": "eve"}))
    assert (other.passed, other.expected, other.actual) == (False, "ada", "eve")


@pytest.mark.parametrize(("first", "second"), [("", ""), ("", unsigned({"sub": "a"})), (unsigned({"sub": "a"}), "opaque"), (unsigned({}), unsigned({}))])  # fmt: skip
def test_where_one_is_missing_there_is_nothing_to_compare(first: str, second: str) -> None:
    assert same_person(first, second) == ()


@given(st.dictionaries(st.sampled_from(["expires_in", "scope", "token_type"]), st.text()))
def test_whatever_the_browser_brought_is_read_without_a_fault(members: dict[str, str]) -> None:
    assert _tokens(members).members == {"access_token": "at-1", **members}
