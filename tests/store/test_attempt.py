"""The mark of a refresh under way: it tells the same token again, holds nothing of it, and nothing depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokencli.store.attempt import Attempts

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "refresh-token-7f3a"


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Attempts:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Attempts("f" * 32)


def test_what_began_and_never_ended_was_cut_off(attempts: Attempts) -> None:
    assert not attempts.was_cut_off(TOKEN)
    attempts.begin(TOKEN)
    assert attempts.was_cut_off(TOKEN)
    attempts.end(unless=True)
    assert attempts.was_cut_off(TOKEN)
    attempts.end()
    assert not attempts.was_cut_off(TOKEN)


def test_the_mark_is_that_of_one_token_of_one_entry(attempts: Attempts) -> None:
    attempts.begin(TOKEN)
    assert not attempts.was_cut_off("another")
    assert not Attempts("0" * 32).was_cut_off(TOKEN)


def test_the_token_does_not_stand_in_it(attempts: Attempts, tmp_path: Path) -> None:
    attempts.begin(TOKEN)
    (file,) = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert TOKEN.encode() not in file.read_bytes()


def test_where_nothing_can_be_written_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/no-such-folder")
    attempts = Attempts("f" * 32)
    attempts.begin(TOKEN)
    attempts.end()
    assert not attempts.was_cut_off(TOKEN)
