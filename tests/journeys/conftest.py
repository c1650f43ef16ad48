from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer
from tests.journeys.command import cli
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cli"]


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as one:
        yield one


@pytest.fixture
def other() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as one:
        yield one


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[Sandbox]:
    """Making its keys takes longer than all that is asked of it, so the folder's tests share one."""
    with Sandbox(interval=1) as one:
        yield one


@pytest.fixture
def sandbox(_sandbox: Sandbox) -> Sandbox:
    """The sandbox, with nothing received yet."""
    _sandbox.requests.clear()
    _sandbox.reasons.clear()
    return _sandbox
