"""Times and lifetimes in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.diagnosis.times import BEYOND, clock, duration, moment

NOW = 1_772_366_400.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (119, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (36_000 + 300, "10 h"),
        (86_400, "1 d"),
        (86_400 + 7200, "1 d 2 h"),
        (34 * 86_400 + 7200, "34 d"),
        (-190, "3 min"),
    ],
)
def test_a_lifetime_is_told_in_the_largest_unit_that_tells_enough(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(("delta", "words"), [(190, "in 3 min ("), (0, "in 0 s ("), (-190, "3 min ago (")])
def test_a_moment_is_ahead_or_past(delta: float, words: str) -> None:
    assert moment(NOW + delta, NOW).startswith(words)


def test_another_day_is_named() -> None:
    assert len(clock(NOW, NOW)) == len("12:00")
    assert len(clock(NOW + 3 * 86_400, NOW)) == len("2026-03-04 12:00")


@pytest.mark.parametrize("epoch", [float("inf"), float("-inf"), float("nan"), 1e30, 10**30, -(10**30)])
def test_a_time_that_no_calendar_has_is_said(epoch: float) -> None:
    assert moment(epoch, NOW) == BEYOND


@given(st.floats() | st.integers())
def test_no_number_is_a_fault(epoch: float) -> None:
    assert moment(epoch, NOW)
    assert clock(epoch, NOW)
