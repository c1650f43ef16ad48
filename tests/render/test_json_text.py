"""JSON that every reader takes, and that no terminal obeys."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.render.json_text import json_text

LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters()))
DOCUMENTS = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(DOCUMENTS)
def test_it_is_read_back_without_a_word_that_json_does_not_have(document: object) -> None:
    text = json_text(document)
    read = json.loads(text, parse_constant=pytest.fail)
    assert json_text(read) == text
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) is None


@pytest.mark.parametrize("odd", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_null(odd: float) -> None:
    assert json.loads(json_text({"a": [odd, 1.5], "b": {"c": odd}})) == {"a": [None, 1.5], "b": {"c": None}}
