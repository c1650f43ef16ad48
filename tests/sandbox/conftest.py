from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.command import cli
from tests.sandbox.visitor import Clock, Visitor
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cli"]


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def _running(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock) as running:
        yield running


@pytest.fixture
def sandbox(_running: Sandbox) -> Sandbox:
    """One for a module, as its keys take long to make; what it remembers of other tests harms none."""
    _running.requests.clear()
    _running.reasons.clear()
    return _running


@pytest.fixture
def visitor(sandbox: Sandbox) -> Iterator[Visitor]:
    made = Visitor(sandbox.issuer)
    yield made
    made.http.close()
