"""Twenty processes that need the same token at the same moment: one asks the server, and all have what it got."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.rotating import LATER, Rotating
from tests.journeys.crowd import KILLED
from tests.journeys.signed_in import IN_FILE, profiles, sign_in, use_file_store

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tests.journeys.crowd import Crowd

MANY = 20


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    """A server where somebody has signed in, and whose access token has ended since."""
    use_file_store(cli)
    rotating = Rotating()
    server.behave(rotating)
    profiles(cli, server, dev={})
    sign_in(cli)
    rotating.lifetime = LATER
    return rotating


def test_one_of_twenty_refreshes_and_all_have_its_token(cli: Command, rotating: Rotating, many: Crowd) -> None:
    ran = many(cli.home, "token", "dev", many=MANY, env=IN_FILE)
    assert [(one.code, one.out, one.err) for one in ran] == [(0, f"{rotating.newest}\n", "")] * MANY
    assert (rotating.taken, rotating.refused) == (["rt-1"], [])


def test_the_others_go_on_when_the_one_that_holds_the_lock_is_killed(
    cli: Command, rotating: Rotating, many: Crowd
) -> None:
    # At every other step it is killed in test_killed.
    ran = many(cli.home, "token", "dev", many=MANY, env=IN_FILE, kill_at="before send")
    assert sorted(one.code for one in ran) == [KILLED] + [0] * (MANY - 1)
    assert {one.out for one in ran if one.code == 0} == {f"{rotating.newest}\n"}
    assert (rotating.taken, rotating.refused) == (["rt-1"], [])


def test_all_others_are_told_that_the_answer_was_lost_with_the_one_that_was_killed(
    cli: Command, rotating: Rotating, many: Crowd
) -> None:
    ran = many(cli.home, "token", "dev", many=MANY, env=IN_FILE, kill_at="after recv")
    assert sorted(one.code for one in ran) == [KILLED] + [4] * (MANY - 1)
    assert rotating.taken == ["rt-1"]
    for one in ran:
        if one.code == 4:
            assert one.out == ""
            assert "an earlier refresh was cut off" in one.err
            assert "run      tokencli login dev" in one.err


def test_one_of_several_runs_a_grant_that_needs_nobody(cli: Command, server: MisbehavingServer, many: Crowd) -> None:
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, ci={"grant": "client-credentials", "client_secret": "env:CI_SECRET"})
    ran = many(cli.home, "token", "ci", many=5, env={**IN_FILE, "CI_SECRET": "hush"})
    assert [(one.code, one.out, one.err) for one in ran] == [(0, "at-1\n", "")] * 5
    assert rotating.sign_ins == 1
