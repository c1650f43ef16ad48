from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from tests.store.processes import start
from tokencli.cli.exit_codes import ExitCode, of_error
from tokencli.errors import LockNotGot, StoreProblem
from tokencli.store.lock import holding, lock_file

if TYPE_CHECKING:
    from pathlib import Path


def test_of_twenty_processes_only_one_at_a_time_is_inside(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    counters = [start("count", tmp_path) for _ in range(20)]
    for counter in counters:
        with counter:
            assert counter.wait() == 0
    assert (tmp_path / "number").read_text() == "20"


def test_who_waits_too_long_is_told_who_holds_it_and_may_try_later(tmp_path: Path) -> None:
    with start("hold", tmp_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(LockNotGot, match=rf"another process \({holder.pid}\) has held the lock for 0.1 s") as caught,
            holding(tmp_path / "one.lock", 0.1),
        ):
            raise AssertionError("two are inside")
        holder.kill()
    assert "--lock-timeout" in caught.value.help
    assert of_error(caught.value) == ExitCode.SERVER_FAILURE


def test_a_holder_that_is_killed_holds_it_no_longer(tmp_path: Path) -> None:
    for _ in range(3):
        with start("hold", tmp_path) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            holder.kill()
        with holding(tmp_path / "one.lock", 0.0):
            assert (tmp_path / "one.lock").read_text() == f"{os.getpid()}\n"


def test_it_is_free_again_after_an_error_inside(tmp_path: Path) -> None:
    with pytest.raises(KeyError), holding(tmp_path / "one.lock"):
        raise KeyError
    with holding(tmp_path / "one.lock", 0.0):
        pass


def test_a_folder_where_no_lock_can_be_is_a_problem_of_the_store_and_no_reason_to_try_later(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreProblem, match="cannot be written"), holding(tmp_path / "file" / "one.lock"):
        raise AssertionError("there is no lock")


def test_locks_of_two_tokens_do_not_wait_for_each_other_and_are_for_this_user_alone(tmp_path: Path) -> None:
    one, other = lock_file(tmp_path, "a" * 32), lock_file(tmp_path, "b" * 32)
    with holding(one, 0.0), holding(other, 0.0):
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
        assert stat.S_IMODE(one.parent.stat().st_mode) == 0o700
