from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer
from tests.journeys.command import cli
from tests.journeys.crowd import crowd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.crowd import Crowd

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
def many() -> Iterator[Crowd]:
    with crowd() as one:
        yield one
