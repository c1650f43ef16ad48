from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.oauth.tokens.lifetime import read_expires_in


def _read(value: Any) -> tuple[int | None, list[str]]:
    seconds, deviations = read_expires_in({"expires_in": value})
    return seconds, [one.name for one in deviations]


def test_absent_is_unknown_and_nothing_odd() -> None:
    assert read_expires_in({}) == (None, ())


@pytest.mark.parametrize("seconds", [0, 1, 3600, 10**10])
def test_a_number_of_seconds_is_itself(seconds: int) -> None:
    assert _read(seconds) == (seconds, [])


@pytest.mark.parametrize(
    ("value", "seconds", "names"),
    [
        (3600.0, 3600, ["expires-in-float"]),
        (3599.9, 3599, ["expires-in-float"]),
        (-1, 0, ["expires-in-negative"]),
        (-0.5, 0, ["expires-in-negative"]),
        (10**10 + 1, None, ["expires-in-too-large"]),
        (10**30, None, ["expires-in-too-large"]),
        (1e30, None, ["expires-in-too-large"]),
        (math.nan, None, ["expires-in-too-large"]),
        (True, None, ["expires-in-not-a-number"]),
        (None, None, ["expires-in-null"]),
        ([3600], None, ["expires-in-not-a-number"]),
        ("3600", 3600, ["expires-in-string"]),
        (" 3600 ", 3600, ["expires-in-string"]),
        ("3600.5", 3600, ["expires-in-string", "expires-in-float"]),
        ("36e2", 3600, ["expires-in-string", "expires-in-float"]),
        ("-1", 0, ["expires-in-string", "expires-in-negative"]),
        ("1e999", None, ["expires-in-string", "expires-in-too-large"]),
        ("9" * 5000, None, ["expires-in-string", "expires-in-too-large"]),
        ("an hour", None, ["expires-in-not-a-number"]),
        ("NaN", None, ["expires-in-not-a-number"]),
        ("", None, ["expires-in-not-a-number"]),
    ],
)
def test_an_odd_lifetime_is_understood_as_far_as_it_can_be(value: Any, seconds: int | None, names: list[str]) -> None:
    assert _read(value) == (seconds, names)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_any_lifetime_is_a_number_of_seconds_that_a_calendar_can_show_or_unknown(value: Any) -> None:
    seconds, names = _read(value)
    assert seconds is None or 0 <= seconds <= 10**10
    assert names or isinstance(value, int)
    json.dumps(names)
