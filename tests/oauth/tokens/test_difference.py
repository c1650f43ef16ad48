from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import encode, unsigned
from tokencli.jose.peek import peek
from tokencli.oauth.tokens.difference import compare_objects, compare_tokens, words_of


def test_two_objects_are_compared_member_by_member() -> None:
    found = compare_objects({"a": 1, "b": [1], "c": 1}, {"d": 2, "b": [1], "a": 2})
    assert (found.different, found.only_first, found.only_second, found.same) == (
        {"a": (1, 2)},
        {"c": 1},
        {"d": 2},
        {"b": [1]},
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, True, False),
        (0, False, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        (["a", "b"], ["b", "a"], False),
        ("a", ["a"], False),
        (None, None, True),
        (float("nan"), float("nan"), True),
    ],
)
def test_the_same_is_the_same_json(one: Any, other: Any, same: bool) -> None:
    assert bool(compare_objects({"x": one}, {"x": other}).same) is same


def test_headers_and_claims_are_compared_and_of_an_encrypted_token_only_the_header() -> None:
    first = peek(unsigned({"sub": "a"}, "AAAA", alg="RS256"))
    second = peek(f"{encode({'alg': 'RSA-OAEP'})}.a.b.c.d")
    found = compare_tokens(first, second)
    assert found.header.different == {"alg": ("RS256", "RSA-OAEP")}
    assert (found.claims, found.encrypted) == (None, ("second",))
    assert compare_tokens(second, second).encrypted == ("first", "second")
    same = compare_tokens(first, first)
    assert same.encrypted == ()
    assert same.claims is not None
    assert same.claims.same == {"sub": "a"}


@pytest.mark.parametrize(
    ("value", "words"),
    [("a b", ("a", "b")), ("", ()), (["a b", "c"], ("a b", "c")), ([], ()), (["a", 1], None), (5, None), (None, None)],
)
def test_words_are_read_from_texts_and_lists(value: Any, words: tuple[str, ...] | None) -> None:
    assert words_of(value) == words


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)
OBJECTS = st.dictionaries(st.text(max_size=3), JSON)


@given(OBJECTS, OBJECTS)
def test_every_member_of_both_is_told_once(one: dict[str, Any], other: dict[str, Any]) -> None:
    found = compare_objects(one, other)
    names = [*found.different, *found.only_first, *found.only_second, *found.same]
    assert sorted(names) == sorted({*one, *other})
    assert compare_objects(one, one).same == one
