from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tokencli.settings.paths import cache_folder, config_file, replace_file


def test_the_option_wins_over_the_variable_over_the_usual_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    environ = {"TOKENCLI_CONFIG": "/b.toml"}
    assert config_file("/a.toml", environ) == (Path("/a.toml"), True)
    assert config_file(None, environ) == (Path("/b.toml"), True)
    usual, named = config_file(None, {})
    assert (usual.name, usual.parent.name, named) == ("config.toml", "tokencli", False)
    assert usual.is_relative_to(tmp_path)


def test_a_tilde_is_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert config_file("~/a.toml", {})[0] == tmp_path / "a.toml"


def test_the_cache_lies_below_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder().is_relative_to(tmp_path)


def test_a_file_is_made_for_its_owner_alone_whatever_the_mask(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        replace_file(tmp_path / "a", "text")
    finally:
        os.umask(previous)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_reader_that_has_the_old_file_open_reads_it_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with path.open() as reader:
        replace_file(path, "new")
        assert (reader.read(), path.read_text()) == ("old", "new")


def test_nothing_stays_behind_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(tmp_path / "a", "text")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """As root, `--trace /dev/null` would else make a file of /dev/null."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_file(pipe, "text")
        assert os.read(reader, 100) == b"text"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path, "text")
