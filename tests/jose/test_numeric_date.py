from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.jose.numeric_date import read_numeric_date


@pytest.mark.parametrize(("value", "seconds"), [(0, 0.0), (1772366400, 1772366400.0), (1.5, 1.5), (-1, -1.0)])
def test_a_number_is_a_time(value: Any, seconds: float) -> None:
    assert read_numeric_date(value) == seconds


@pytest.mark.parametrize("value", [None, True, "1772366400", [], {}, math.nan, math.inf, -math.inf, 10**400])
def test_what_no_clock_can_reach_is_no_time(value: Any) -> None:
    assert read_numeric_date(value) is None


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text())
def test_a_time_can_always_be_told_in_whole_seconds(value: Any) -> None:
    seconds = read_numeric_date(value)
    assert seconds is None or isinstance(round(seconds), int)
