"""What `tests/faults/test_killed.py` tries at some steps of a refresh, at every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.conftest import many, server
from tests.faults.test_killed import killed_at_each, store
from tests.journeys.command import cli

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tests.journeys.crowd import Crowd

__all__ = ["cli", "many", "server", "store"]

pytestmark = pytest.mark.interop


@pytest.mark.usefixtures("store")
def test_the_next_run_works_or_tells_of_the_lost_answer(
    cli: Command,
    server: MisbehavingServer,
    many: Crowd,
    store: dict[str, str],
) -> None:
    killed_at_each(cli, server, many, store, every=1)
