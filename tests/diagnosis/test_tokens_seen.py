"""What a rule may know of a token that was used."""

from __future__ import annotations

from typing import Any

import pytest

from tokencli.diagnosis.tokens_seen import TokenSeen


@pytest.mark.parametrize("value", [float("inf"), 10**400, True, "1700000000", None])
def test_what_no_clock_can_reach_is_no_time(value: Any) -> None:
    assert TokenSeen({"nbf": value}, None, 0.0).time("nbf") is None


def test_a_time_may_have_a_fraction() -> None:
    assert TokenSeen({"nbf": 1700000000.5}, None, 0.0).time("nbf") == 1700000000.5
