"""What every test may use: property tests that find the same examples on every machine, and a clock that stands still."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings

from tokencli.oauth.flow import Ambient

# A suite that was started in the background ignores SIGINT, and so would every process that it starts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing here looks at a clock: a slow machine must not fail a test, and the same commit must give the same result.
settings.register_profile("tokencli", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tokencli")


@pytest.fixture
def ambient() -> Ambient:
    """2026-03-01 12:00:00 UTC for ever, and octets that count up."""
    return Ambient(
        now=lambda: 1_772_366_400.0, monotonic=lambda: 1000.0, random_octets=lambda count: bytes(range(count))
    )
