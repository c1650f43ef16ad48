"""A store that is locked, absent, silent or full: `login` stops before it starts, `token` works without it and says so once."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import keyring.core
import pytest
from keyring.backends import fail

from tests.faults.rotating import LATER, SOON, Rotating
from tests.journeys.command import PROCESS_SECONDS, Ran, clean_environment
from tests.journeys.folder_keyring import FolderKeyring, LockedKeyring
from tests.journeys.signed_in import CODE, IN_FILE, profiles, sign_in, use_file_store
from tests.store.backends import FailingBackend, ForgetfulBackend, HangingBackend, ShortBackend
from tokencli.store.keyring_vault import KeyringVault

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

UNUSABLE: dict[str, Any] = {
    "absent": fail.Keyring,
    "locked": LockedKeyring,
    "silent": HangingBackend,
    "broken": FailingBackend,
    "forgetful": ForgetfulBackend,
}


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    """A server, a profile that needs a person, one that does not, and a keyring that takes short values."""
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    ci = {"grant": "client_credentials", "auth_method": "none"}
    profiles(cli, server, dev={"store": None}, ci={**ci, "store": None})
    ShortBackend.values.clear()
    ShortBackend.steps_to_live = -1
    HangingBackend.asked = 0
    use(cli, ShortBackend)
    return rotating


def use(cli: Command, backend: Any) -> None:
    """Lets this be the keyring of the machine from now on."""
    cli.monkeypatch.setattr(keyring.core, "_keyring_backend", backend())
    if backend is HangingBackend:
        cli.monkeypatch.setattr(KeyringVault.__init__, "__defaults__", (0.3,))  # how long a keyring may take
    for remembered in cli.home.rglob("keyring-backend.json"):
        remembered.unlink()


@pytest.mark.parametrize("how", UNUSABLE)
def test_a_login_stops_before_it_starts(cli: Command, rotating: Rotating, how: str) -> None:
    use(cli, UNUSABLE[how])
    done = cli("login", "dev", *CODE)
    assert (done.code, done.out) == (50, "")
    assert "--store file" in done.err
    assert "--store none" in done.err
    assert rotating.forms == []


@pytest.mark.parametrize("how", UNUSABLE)
def test_a_token_that_needs_nobody_is_printed_with_one_line_about_the_store(
    cli: Command, rotating: Rotating, how: str
) -> None:
    use(cli, UNUSABLE[how])
    done = cli("token", "ci")
    assert (done.code, done.out) == (0, "at-1\n")
    (line,) = done.err.splitlines()
    assert line.startswith("note: the token is not kept: ")


@pytest.mark.parametrize("how", UNUSABLE)
def test_a_command_runs_all_the_same(cli: Command, rotating: Rotating, how: str) -> None:
    use(cli, UNUSABLE[how])
    ran: list[str] = []
    cli.monkeypatch.setattr("os.execvpe", lambda _, words, environ: ran.append(environ["ACCESS_TOKEN"]))
    cli("exec", "ci", "--", "true")
    assert ran == ["at-1"]


@pytest.mark.parametrize("how", ["absent", "locked", "silent", "broken"])
def test_a_token_that_only_the_store_could_have_is_exit_50(cli: Command, rotating: Rotating, how: str) -> None:
    sign_in(cli)
    use(cli, UNUSABLE[how])
    done = cli("token", "dev")
    assert (done.code, done.out) == (50, "")
    assert "keyring" in done.err
    assert len(rotating.forms) == 1


def test_a_silent_keyring_is_waited_for_once(cli: Command, rotating: Rotating) -> None:
    use(cli, HangingBackend)
    assert cli("token", "ci").code == 0
    assert HangingBackend.asked == 1


@pytest.mark.parametrize("how", UNUSABLE)
@pytest.mark.parametrize("unattended", [{"CI": "true"}, {"TOKENCLI_NO_INPUT": "1"}])
def test_with_nobody_there_and_nobody_needed_the_keyring_is_not_asked(
    cli: Command, rotating: Rotating, how: str, unattended: dict[str, str]
) -> None:
    use(cli, UNUSABLE[how])
    done = cli("token", "ci", env=unattended)
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    assert HangingBackend.asked == 0


def test_with_nobody_there_the_keyring_is_asked_where_it_was_named_or_a_person_had_to_sign_in(
    cli: Command, rotating: Rotating
) -> None:
    sign_in(cli)
    assert cli("token", "dev", env={"CI": "true"}).out == "at-1\n"
    for _ in range(2):
        assert cli("token", "ci", "--store", "keyring", "--no-input").out == "at-2\n"


def test_nothing_is_spent_when_what_comes_back_could_not_be_kept(cli: Command, rotating: Rotating) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    cli.monkeypatch.setattr(ShortBackend, "set_password", LockedKeyring.set_password)
    done = cli("token", "dev")
    assert (done.code, done.out) == (50, "")
    assert rotating.taken == []
    cli.monkeypatch.undo()


def test_a_refresh_token_that_cannot_be_spent_does_not_stop_a_grant_that_needs_nobody(
    cli: Command, rotating: Rotating
) -> None:
    rotating.lifetime = SOON
    cli("token", "ci")
    cli.monkeypatch.setattr(ShortBackend, "set_password", LockedKeyring.set_password)
    done = cli("token", "ci")
    assert (done.code, done.out) == (0, "at-2\n")
    assert "not kept" in done.err
    assert (rotating.taken, rotating.sign_ins) == ([], 2)


def test_a_long_token_set_fits_a_keyring_of_short_values(cli: Command, rotating: Rotating) -> None:
    rotating.padding = 9000
    sign_in(cli)
    assert cli("token", "dev").out == f"at-1{'x' * 9000}\n"
    assert max(map(len, ShortBackend.values.values())) <= 1280
    assert cli("logout", "dev").code == 0
    assert ShortBackend.values == {}


def test_a_keyring_that_is_gone_when_the_token_comes_does_not_cost_the_token(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)

    def lose(line: Any) -> None:
        cli.monkeypatch.setattr(ShortBackend, "set_password", FailingBackend.set_password)
        cli.monkeypatch.setattr(ShortBackend, "problem", OSError, raising=False)
        rotating(line)

    server.behave(lose)
    done = cli("token", "dev")
    assert (done.code, done.out) == (0, "at-2\n")
    assert "not kept" in done.err
    assert "at-2" not in done.err
    assert "rt-2" not in done.err
    assert cli("login", "dev", *CODE, "-o", "token").code == 50


def limited(cli: Command, *words: str) -> Ran:
    """Runs it where no file may be written: the disk is full."""
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 0; exec "$@"', "-", sys.executable, "-m", "tokencli", *words],
        env={**clean_environment(cli.home), **IN_FILE}, cwd=cli.home, capture_output=True, text=True,
        timeout=PROCESS_SECONDS, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def test_on_a_full_disk_nothing_is_spent_and_what_needs_nobody_works(cli: Command, rotating: Rotating) -> None:
    use_file_store(cli)
    rotating.lifetime = SOON
    sign_in(cli, "dev", "--store", "file")
    done = limited(cli, "token", "dev", "--store", "file")
    assert (done.code, done.out) == (50, "")
    assert "cannot be written" in done.err
    assert limited(cli, "login", "dev", *CODE, "--store", "file").code == 50
    assert (rotating.taken, rotating.sign_ins) == ([], 1)
    rotating.lifetime = LATER
    assert cli("token", "dev", "--store", "file").out == "at-2\n"
    free = limited(cli, "token", "ci", "--store", "file")
    assert (free.code, free.out) == (0, "at-3\n")
    (line,) = free.err.splitlines()
    assert "not kept" in line


@pytest.mark.parametrize("words", [(), ("--store", "file"), ("--store", "keyring")])
def test_a_folder_that_cannot_be_written_costs_what_is_kept_and_nothing_else(
    cli: Command, rotating: Rotating, words: tuple[str, ...]
) -> None:
    use_file_store(cli)
    use(cli, FolderKeyring)
    cli.monkeypatch.setenv("TEST_KEYRING_FOLDER", "/proc/no-such-folder")
    cli.monkeypatch.setenv("XDG_STATE_HOME", "/proc/no-such-folder")
    cli.monkeypatch.setenv("XDG_DATA_HOME", "/proc/no-such-folder")
    cli.monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no-such-folder")
    done = cli("token", "ci", *words)
    assert (done.code, done.out) == (0, "at-1\n")
    (line,) = done.err.splitlines()
    assert "not kept" in line
    assert cli("login", "dev", *CODE, *words).code == 50
