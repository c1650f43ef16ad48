from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.oauth.identifiers import is_absolute_uri


@pytest.mark.parametrize(
    "text", ["urn:ietf:params:oauth:grant-type:device_code", "https://a.example/x?y", "a+b.c-1:d", "http://["]
)
def test_a_scheme_with_something_after_it_is_an_absolute_uri(text: str) -> None:
    assert is_absolute_uri(text)


@pytest.mark.parametrize("text", ["", "urn", "urn:", "1a:b", ":b", "/a", "urn:a b", "https://a.example/#x", "urn:a#"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_absolute_uri(text)


@given(st.text())
def test_looking_never_raises(text: str) -> None:
    is_absolute_uri(text)
