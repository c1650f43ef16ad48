"""`--field`: one member by dots and indexes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.errors import UsageProblem
from tokencli.render.field import pick

LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.text())
DOCUMENTS = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner))


def paths(value: object, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], object]]:
    pairs: list[tuple[str, object]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    if isinstance(value, list):
        pairs = [(str(index), one) for index, one in enumerate(value)]
    return [found for name, one in pairs for found in ([((*path, name), one), *paths(one, (*path, name))])]


@given(DOCUMENTS)
def test_every_member_is_found_by_its_path(document: object) -> None:
    for path, value in paths(document):
        text = pick(document, ".".join(path))
        assert text.endswith("\n")
        assert text[:-1] == value if isinstance(value, str) else json.loads(text) == value


@pytest.mark.parametrize("path", ["b", "a.1", "a.-1", "a.01x", "a.0.b", "a..0", "", "a.", "²"])
def test_a_path_to_nothing_is_refused(path: str) -> None:
    with pytest.raises(UsageProblem, match="there is no"):
        pick({"a": ["x"]}, path)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("verified", "there is: a list, whose members are named by number: 0 to 1"),
        ("0.b", "there is: a, c"), ("1.b", "there is: nothing"), ("0.c.b", "there is: nothing"),
    ],
)  # fmt: skip
def test_what_there_is_instead_is_told(path: str, told: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        pick([{"a": 1, "c": []}, {}], path)
    assert problem.value.help == told


@pytest.mark.parametrize(("value", "text"), [(float("inf"), "null\n"), (float("nan"), "null\n"), ([1.5], "[1.5]\n")])
def test_a_number_that_is_none_is_null(value: object, text: str) -> None:
    assert pick({"a": value}, "a") == text
