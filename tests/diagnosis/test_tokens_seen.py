"""What a rule may know of a token that was used."""

from __future__ import annotations

from typing import Any

import pytest

from tests.jose.keys import unsigned
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.tokens_seen import TokenSeen, read_tokens


@pytest.mark.parametrize("value", [float("inf"), 10**400, True, "1700000000", None])
def test_what_no_clock_can_reach_is_no_time(value: Any) -> None:
    assert TokenSeen({"nbf": value}, None, 0.0).time("nbf") is None


def test_a_time_may_have_a_fraction() -> None:
    assert TokenSeen({"nbf": 1700000000.5}, None, 0.0).time("nbf") == 1700000000.5


def test_a_token_that_stands_beside_a_time_is_judged_then() -> None:
    (seen,) = read_tokens(Evidence((), tokens={unsigned({"exp": 1}): 5.0}, looked_at=9.0))
    assert (seen.judged_at, seen.moment) == (5.0, "the time that stands beside it")
