from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer
from tests.journeys.command import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cli"]


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as one:
        yield one


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two polls a run waits for seconds; nothing is learnt by waiting in a test."""
    monkeypatch.setattr("tokencli.app.wiring.pause", lambda seconds: None)
