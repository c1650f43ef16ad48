from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer
from tests.journeys.command import cli
from tests.store.backends import no_keyring_of_this_machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["cli"]


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as one:
        yield one


@pytest.fixture(autouse=True)
def _own_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_keyring_of_this_machine(monkeypatch, tmp_path)
