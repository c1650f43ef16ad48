"""A run that has not ended yet: a process whose words can be waited for, and that can be interrupted."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from tests.journeys.command import PROCESS_SECONDS, Ran, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.journeys.command import Command


@dataclass
class Running:
    """A process that runs.

    Attributes:
        process: The process.
        heard: What it said on stderr or stdout while somebody waited for a word.
    """

    process: subprocess.Popen[str]
    heard: dict[str, list[str]] = field(default_factory=lambda: {"out": [], "err": []})

    def wait_for(self, pattern: str, *, on: str = "err") -> str:
        """Reads a stream up to the line where the pattern is found, and returns what was found."""
        for line in self._stream(on):
            self.heard[on].append(line)
            if found := re.search(pattern, line):
                return found[0]
        raise AssertionError(f"never said {pattern}: {self.heard}")

    def interrupt(self) -> None:
        """Does what Ctrl-C does."""
        os.killpg(self.process.pid, signal.SIGINT)

    def finish(self) -> Ran:
        """Waits for the end."""
        err = "".join((*self.heard["err"], *self._stream("err")))
        out = "".join((*self.heard["out"], *self._stream("out")))
        return Ran(self.process.wait(), out, err)

    def _stream(self, on: str) -> IO[str]:
        stream = self.process.stderr if on == "err" else self.process.stdout
        assert stream
        return stream


@contextmanager
def running(cli: Command, *words: str, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Starts the command line in a process that ends with the context at the latest."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "tokencli", *words],
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=pipe,
        text=True,
        env={**clean_environment(cli.home), **(env or {})},
        cwd=cli.home,
        start_new_session=True,  # a group of its own, as a shell gives it
    ) as process:
        limit = threading.Timer(PROCESS_SECONDS, process.kill)
        limit.start()
        try:
            yield Running(process)
        finally:
            limit.cancel()
            process.kill()
