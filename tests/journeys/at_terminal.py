"""A person at a terminal: the program in a process of its own, under a pseudo-terminal that is typed at and read."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

from tests.journeys.command import clean_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONGEST_SECONDS = 20.0
# The terminal must be the process's own, so that Ctrl-C reaches it and a password is typed at it.
_START = (
    "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "from tokencli.cli.main import main; sys.argv[0] = 'tokencli'; main()"
)


class AtTerminal:
    """One run at a terminal.

    Args:
        home: The person's home.
        words: The command line.
        env: Further environment.
        columns: The width of the terminal.
    """

    def __init__(self, home: Path, *words: str, env: Mapping[str, str] | None = None, columns: int = 80) -> None:
        self._side, other = os.openpty()
        environ = {**clean_environment(home), "TERM": "dumb", **(env or {}), "COLUMNS": str(columns)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *words],
            stdin=other,
            stdout=other,
            stderr=other,
            env=environ,
            cwd=home,
            start_new_session=True,
        )
        os.close(other)
        self.screen = ""
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._side)

    def sees(self, text: str) -> None:
        """Waits until a text comes after what was seen before, however its lines are broken."""
        pattern = re.compile(r"\s+".join(re.escape(word) for word in text.split()))
        until = time.monotonic() + LONGEST_SECONDS
        while (found := pattern.search(self.screen, self._seen)) is None:
            if time.monotonic() > until or not self._read():
                raise AssertionError(f"{text!r} does not come after:\n{self.screen[self._seen :]}")
        self._seen = found.end()

    def types(self, text: str) -> None:
        """Types a line."""
        os.write(self._side, f"{text}\n".encode())

    def presses(self, key: bytes) -> None:
        """Presses a key."""
        os.write(self._side, key)

    def answers(self, question: str, text: str) -> None:
        """Waits for a question and types the answer."""
        self.sees(question)
        self.types(text)

    def ends(self) -> int:
        """Reads to the end; the exit code."""
        while self._read():
            continue
        return self._process.wait(LONGEST_SECONDS)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._side], [], [], 0.2)
        if not ready:
            return self._process.poll() is None
        try:
            octets = os.read(self._side, 65536)
        except OSError:  # the other side is closed
            return False
        self.screen += octets.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(octets)
