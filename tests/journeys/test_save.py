"""`tokencli fetch --save`: the debugger's run, and its result kept as `login` keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.rotating import LATER, Rotating
from tests.faults.server import refuse
from tests.journeys.signed_in import CODE, profiles, use_file_store

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    use_file_store(cli)
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, dev={})
    return rotating


def fetch(cli: Command, *words: str) -> Ran:
    return cli("fetch", "authorization-code", "-p", "dev", *CODE, "-o", "token", *words)


def test_without_it_no_store_is_touched(cli: Command, rotating: Rotating) -> None:
    assert fetch(cli).out == "at-1\n"
    assert list(cli.home.rglob("tokens*")) == []
    assert cli("token", "dev").code == 4


def test_with_it_the_profile_has_the_token_and_each_run_asks_afresh(cli: Command, rotating: Rotating) -> None:
    assert [fetch(cli, "--save").out for _ in range(2)] == ["at-1\n", "at-2\n"]
    assert cli("token", "dev").out == "at-2\n"
    assert rotating.sign_ins == 2


def test_a_refusal_is_shown_as_ever_and_keeps_what_was_stored(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    fetch(cli, "--save")
    server.behave(refuse("invalid_grant"))
    done = cli("fetch", "authorization-code", "-p", "dev", *CODE, "--save", "-o", "json")
    assert (done.code, done.json["error"]) == (13, "invalid_grant")
    assert cli("token", "dev").out == "at-1\n"


def test_a_store_that_cannot_keep_it_is_said_before_anything_is_sent(cli: Command, rotating: Rotating) -> None:
    (cli.home / ".local").write_text("")
    done = fetch(cli, "--save")
    assert (done.code, done.out) == (50, "")
    assert "--store none" in done.err
    assert rotating.forms == []
