from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.app.checks.examined import examined

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.command import Command

PROFILE = '[profiles.ci]\nissuer = "https://login.example"\nclient_id = "ci"\n'


@pytest.fixture(autouse=True)
def open_way(cli: Command) -> None:
    """Every folder down to the home lets others through, as /home does; pytest's own do not."""
    for folder in (cli.home, *cli.home.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o011:
            folder.chmod(0o755)


@pytest.fixture
def config(cli: Command) -> Path:
    """A configuration file in folders that let others through."""
    path = cli.config(PROFILE)
    path.chmod(0o600)
    for folder in (path.parent, path.parent.parent):
        folder.chmod(0o755)
    return path


def test_files_for_one_person_alone_are_good(cli: Command, config: Path) -> None:
    assert config.exists()
    seen = examined(cli)
    assert (seen.code, seen.state("files"), seen.findings) == (0, "good", {})


def test_a_configuration_that_others_can_read_is_a_warning_and_the_command_that_is_shown_mends_it(
    cli: Command, config: Path
) -> None:
    config.chmod(0o644)
    seen = examined(cli)
    found = seen.findings["file-readable-by-others"]
    assert (seen.code, found["severity"]) == (0, "warning")
    assert found["where"][0]["value"] == "-rw-r--r--"
    subprocess.run(["sh", "-c", found["help"]], check=True)
    assert examined(cli).findings == {}


def test_one_with_a_secret_in_it_is_an_error(cli: Command, config: Path) -> None:
    config.write_text(f'{PROFILE}client_secret = "literal:hush-hush-1"\n', "utf-8")
    config.chmod(0o644)
    seen = examined(cli)
    assert (seen.code, seen.findings["file-readable-by-others"]["severity"]) == (10, "error")


@pytest.mark.parametrize("folder", [0, 1])
def test_a_folder_that_lets_nobody_through_guards_what_is_in_it(cli: Command, config: Path, folder: int) -> None:
    config.chmod(0o644)
    config.parents[folder].chmod(0o700)
    assert examined(cli).findings == {}


@pytest.mark.parametrize("mode", [0o602, 0o622])
def test_a_configuration_that_others_can_change_is_an_error_and_the_command_that_is_shown_mends_it(
    cli: Command, config: Path, mode: int
) -> None:
    config.chmod(mode)
    seen = examined(cli)
    assert (seen.code, seen.state("files")) == (10, "error")
    subprocess.run(["sh", "-c", seen.findings["file-writable-by-others"]["help"]], check=True)
    assert "file-writable-by-others" not in examined(cli).findings


def test_a_folder_that_others_can_write_is_an_error_unless_it_is_as_tmp(cli: Command, config: Path) -> None:
    config.parent.chmod(0o777)
    assert examined(cli).code == 10
    config.parent.chmod(0o1777)
    assert examined(cli).code == 0


def test_state_that_others_can_read_is_a_warning(cli: Command) -> None:
    state = cli.home / ".local" / "state" / "tokencli"
    state.mkdir(parents=True)
    (state / "index.json").write_text("{}")
    (state / "index.json").chmod(0o644)
    seen = examined(cli)
    assert (seen.code, seen.findings["file-readable-by-others"]["severity"]) == (0, "warning")


def test_a_folder_that_cannot_be_written_is_a_warning(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    # A file where the folder should be stops everybody, also root, whom no permission stops.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    seen = examined(cli)
    assert (seen.code, seen.findings["folder-not-writable"]["severity"]) == (0, "warning")


def test_who_has_no_home_keeps_nothing_and_nothing_is_wrong(cli: Command) -> None:
    nowhere = {"HOME": "", "XDG_STATE_HOME": "relative", "XDG_DATA_HOME": "relative"}
    environ = {**nowhere, "CI": "1"}
    done = cli("doctor", "-o", "json", env=environ)
    checks = {one["name"]: one for one in done.json["checks"]}
    assert done.code == 0
    assert checks["files"]["state"] in {"note", "good"}  # the list of users may name a home
