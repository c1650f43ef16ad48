"""A run that is killed at any step of a refresh: the next one works, or says that the answer was lost; nothing is half written."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import keyring.core
import pytest

from tests.faults.rotating import LATER, SOON, Rotating, lose
from tests.faults.server import whole
from tests.journeys.crowd import KILLED
from tests.journeys.folder_keyring import FolderKeyring
from tests.journeys.running import running
from tests.journeys.signed_in import IN_FILE, profiles, sign_in, use_file_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import Line, MisbehavingServer
    from tests.journeys.command import Command, Ran
    from tests.journeys.crowd import Crowd

CUT_OFF = "an earlier refresh was cut off before its answer could be kept"
LONG = 9000


@pytest.fixture(params=["file", "keyring"])
def store(request: pytest.FixtureRequest, cli: Command) -> dict[str, str]:
    """The environment of a store."""
    folder = cli.home / "keyring"
    folder.mkdir()
    environ = {**IN_FILE, "TOKENCLI_STORE": request.param, "TEST_KEYRING_FOLDER": str(folder)}
    for name, value in environ.items():
        cli.monkeypatch.setenv(name, value)
    cli.monkeypatch.setattr(keyring.core, "_keyring_backend", FolderKeyring())
    return {**environ, "PYTHON_KEYRING_BACKEND": "tests.journeys.folder_keyring.FolderKeyring"}


def test_at_whatever_step_a_refresh_is_killed_the_next_run_works_or_tells_of_the_lost_answer(
    cli: Command, server: MisbehavingServer, many: Crowd, store: dict[str, str]
) -> None:
    # A part of the steps, to be quick; the interop suite takes them all.
    killed_at_each(cli, server, many, store, every=9)


def killed_at_each(cli: Command, server: MisbehavingServer, many: Crowd, store: dict[str, str], *, every: int) -> None:
    profiles(cli, server, dev={"store": None})
    server.behave(Rotating(padding=LONG))
    sign_in(cli)
    before = shutil.copytree(cli.home, cli.home.with_name("before"))
    outcomes = []
    for step in count(step=every):
        shutil.rmtree(cli.home)
        shutil.copytree(before, cli.home)
        rotating = Rotating(lifetime=LATER, padding=LONG, _good="rt-1", _issued=1)
        server.behave(rotating)
        killed = many(cli.home, "token", "dev", many=1, env=store, kill_at=step)[0]
        if killed.code != KILLED:
            break
        outcomes.append(outcome(cli("token", "dev"), rotating))
    first, last = outcomes.index("lost"), len(outcomes) - outcomes[::-1].index("lost")
    assert set(outcomes[:first]) == {"worked"}
    assert set(outcomes[first:last]) == {"lost"}
    assert set(outcomes[last:]) == {"worked"}


def outcome(ran: Ran, rotating: Rotating) -> str:
    """What the next run made of it; anything but these two is a fault."""
    assert rotating.taken == ["rt-1"]
    if ran.code == 0:
        assert (ran.out, ran.err) == (f"{rotating.newest}\n", "")
        assert rotating.refused == []
        return "worked"
    assert (ran.code, ran.out) == (4, ""), ran.err
    assert CUT_OFF in ran.err
    return "lost"


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    use_file_store(cli)
    rotating = Rotating()
    server.behave(rotating)
    profiles(cli, server, dev={})
    sign_in(cli)
    return rotating


def hold(line: Line, octets: bytes) -> None:
    """Does what was asked, and lets the client wait for the answer."""
    line.pause(5)


def test_a_client_that_is_killed_while_it_waits_leaves_word_for_the_next_run(
    cli: Command, server: MisbehavingServer, rotating: Rotating
) -> None:
    rotating.answer = hold
    server.came.clear()
    with running(cli, "token", "dev", env=IN_FILE) as run:
        assert server.came.wait(20)
        run.process.kill()
        run.finish()
    done = cli("token", "dev")
    assert (done.code, done.out) == (4, "")
    assert CUT_OFF in done.err
    assert "run      tokencli login dev" in done.err


@pytest.mark.parametrize("cut", [0, 20, 120])
def test_an_answer_that_is_lost_on_the_way_is_exit_20_and_the_next_run_says_what_happened(
    cli: Command, rotating: Rotating, cut: int
) -> None:
    def cut_short(line: Line, octets: bytes) -> None:
        line.send(octets[:cut])
        line.reset()

    rotating.answer = cut_short
    assert (lost := cli("token", "dev")).code == 20, lost.err
    assert lost.out == ""
    done = cli("token", "dev")
    assert (done.code, CUT_OFF in done.err) == (4, True)
    assert rotating.taken == ["rt-1"]
    assert cli("token", "dev").err == done.err  # and once more, whoever asks


def test_a_request_that_was_lost_before_the_server_took_it_costs_nothing(
    cli: Command, server: MisbehavingServer, rotating: Rotating
) -> None:
    server.behave(lambda line: line.reset(), rotating)
    assert cli("token", "dev").code == 20
    rotating.lifetime = LATER
    assert cli("token", "dev").out == f"{rotating.newest}\n"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_what_comes_between_does_not_make_the_lost_answer_forgotten(
    cli: Command, server: MisbehavingServer, rotating: Rotating, status: int
) -> None:
    rotating.answer = lose
    assert cli("token", "dev").code == 20
    server.behave(lambda line: line.send(whole(status, b"later")), rotating)
    assert cli("token", "dev").code == 22
    assert CUT_OFF in cli("token", "dev").err


def test_a_later_sign_in_ends_the_matter(cli: Command, rotating: Rotating) -> None:
    rotating.answer = lose
    assert cli("token", "dev").code == 20
    sign_in(cli)
    rotating.revoke()
    done = cli("token", "dev")
    assert done.code == 4
    assert CUT_OFF not in done.err


def test_what_was_refused_before_anything_was_lost_is_not_called_lost(cli: Command, rotating: Rotating) -> None:
    rotating.revoke()
    for _ in range(2):
        done = cli("token", "dev")
        assert done.code == 4
        assert CUT_OFF not in done.err


def files(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def test_what_a_killed_writer_leaves_is_gone_after_the_next_run(cli: Command, rotating: Rotating, many: Crowd) -> None:
    whole_files = files(cli.home)
    rotating.lifetime = SOON
    many(cli.home, "token", "dev", many=1, env=IN_FILE, kill_at="before fsync")
    assert files(cli.home) - whole_files, "nothing was left, so this proves nothing"
    assert cli("token", "dev").code == 0
    assert {one for one in files(cli.home) - whole_files if "/.tokens" in one} == set()
