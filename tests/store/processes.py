"""Processes of their own that write, hold locks and are killed; run as `python -m tests.store.processes WHAT FOLDER …`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.store.records import LONG, record
from tokencli.errors import TokencliError
from tokencli.store.file_store import FileStore
from tokencli.store.index import Index
from tokencli.store.lock import holding
from tokencli.store.store_key import RawKey

KEY = RawKey(bytes(range(32)))


def file_store(folder: Path) -> FileStore:
    return FileStore(lambda: folder / "tokens", lambda: KEY, os.urandom, lambda: Index(lambda: folder))


def start(what: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Starts a process whose stdin and stdout are pipes."""
    from tests.journeys.command import clean_environment  # loads much that the process itself must not wait for

    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.processes", what, str(folder), *arguments],
        env=clean_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def write_for_ever(folder: Path) -> None:
    """Replaces one long token by another, and says each time that it did."""
    while True:
        for text in (LONG, LONG[::-1]):
            file_store(folder).put(record(access_token=text))
            sys.stdout.write("written\n")
            sys.stdout.flush()


def put_one(folder: Path, profile: str) -> None:
    """Puts one token."""
    file_store(folder).put(record(profile))


def hold(folder: Path) -> None:
    """Holds the lock until stdin ends."""
    with holding(folder / "one.lock"):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()


def count(folder: Path) -> None:
    """Adds one to a number in a file, with much time between reading and writing."""
    with holding(folder / "one.lock"):
        number = int((folder / "number").read_text())
        for _ in range(50):
            os.sched_yield()
        (folder / "number").write_text(str(number + 1))


def write_beyond_the_limit(folder: Path) -> None:
    """Puts a token where no file may grow beyond 100 octets, and says what came of it."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    try:
        file_store(folder).put(record(access_token=LONG))
    except TokencliError as problem:
        sys.stdout.write(f"{type(problem).__name__} {problem.what}\n")


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
