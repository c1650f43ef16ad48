from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer
from tests.journeys.command import cli
from tests.store.backends import ShortBackend, no_keyring_of_this_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.command import Command

__all__ = ["cli"]


@pytest.fixture(autouse=True)
def keyring_that_keeps(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring that keeps what it is given, unless a test takes another."""
    import keyring

    no_keyring_of_this_machine(monkeypatch, cli.home)
    monkeypatch.delenv("XDG_CONFIG_HOME")  # the home of the test is empty already
    keyring.set_keyring(ShortBackend())


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as one:
        yield one


@pytest.fixture
def proxy() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as one:
        yield one
