"""One process at a time, with a wait that ends: a lock file of its own, never the file with the data."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tokencli.errors import LockNotGot
from tokencli.store.written_file import cannot_write, make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEFAULT_WAIT_SECONDS = 60.0


def lock_file(state_folder: Path, fingerprint: str) -> Path:
    """The lock file of a stored token."""
    return state_folder / "locks" / f"{fingerprint}.lock"


@contextmanager
def holding(file: Path, wait_seconds: float = DEFAULT_WAIT_SECONDS) -> Iterator[None]:
    """Holds a lock. The operating system frees it when its holder ends, however that happens.

    Args:
        file: The lock file; it is made where it is missing, and stays.
        wait_seconds: How long to wait for another holder.

    Raises:
        LockNotGot: Another process held it all the time.
        StoreProblem: There can be no lock here, because the folder cannot be written or its file system has none.
    """
    from filelock import FileLock, Timeout

    try:
        make_folder(file.parent)
        # Without the fallback to a mere file that exists: nobody would take that away after a kill -9.
        lock = FileLock(
            file, mode=0o600, fallback_to_soft=False, preserve_lock_file=True, on_acquired=_say_who_holds_it
        )
        lock.acquire(timeout=wait_seconds)
    except Timeout as timeout:
        raise LockNotGot(
            f"{_holder(file)} has held the lock for {wait_seconds:g} s",
            f"try again later, or wait longer with --lock-timeout ({file})",
        ) from timeout
    except OSError as problem:
        raise cannot_write(file, problem) from problem
    try:
        yield
    finally:
        lock.release()


def _say_who_holds_it(handle: int) -> None:
    # A courtesy to whoever waits: a full disk must not cost the lock.
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"{os.getpid()}\n".encode())


def _holder(file: Path) -> str:
    try:
        pid = int(file.read_text("ascii"))
    except (OSError, ValueError):
        return "another process"
    return f"another process ({pid})"
