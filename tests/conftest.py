"""What every test may use: property tests that find the same examples on every machine, and a clock that stands still."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tokencli.oauth.flow import Ambient

# A suite that was started in the background ignores SIGINT, and so would every process that it starts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing here looks at a clock: a slow machine must not fail a test, and the same commit must give the same result.
settings.register_profile("tokencli", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tokencli")


# The folders whose tests are about sockets. Elsewhere a test that opens one has lost its way, and fails.
WITH_SOCKETS = frozenset(
    {
        "architecture",
        "contracts",
        "docs",
        "faults",
        "interop",
        "journeys",
        "runtime",
        "sandbox",
        "security",
        "spec",
        "store",
    }
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Opens sockets where they belong; `--disable-socket` in pyproject.toml closes them everywhere else."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] in WITH_SOCKETS:
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture
def ambient() -> Ambient:
    """2026-03-01 12:00:00 UTC for ever, and octets that count up."""
    return Ambient(
        now=lambda: 1_772_366_400.0, monotonic=lambda: 1000.0, random_octets=lambda count: bytes(range(count))
    )
