"""Whole processes, timed from start to end, by the clock on the wall and by the processor."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNS = 15
HIDDEN = subprocess.DEVNULL


@dataclass(frozen=True)
class Command:
    """What is timed.

    Attributes:
        name: What the table calls it.
        words: The program and its arguments.
        environ: The variables it sees.
        budget: The most it may cost, as a multiple of `of`; None when nothing was promised.
        of: The name of the command it is compared with.
    """

    name: str
    words: Sequence[str]
    environ: Mapping[str, str] = field(repr=False)
    budget: float | None = None
    of: str = "B"


@dataclass(frozen=True)
class Median:
    """The seconds that one command takes.

    Attributes:
        wall: By the clock on the wall.
        processor: User and system time.
    """

    wall: float
    processor: float


def _once(command: Command) -> Median:
    start = time.perf_counter()
    process = subprocess.Popen(command.words, env=command.environ, stdin=HIDDEN, stdout=HIDDEN, stderr=HIDDEN)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command.name} failed with {process.returncode}: {command.words}")
    return Median(wall, used.ru_utime + used.ru_stime)


def medians(commands: Sequence[Command]) -> dict[str, Median]:
    """The medians of each command after one warm-up; all take turns, so that a slow moment hits all alike."""
    times: dict[str, list[Median]] = {one.name: [] for one in commands}
    for number in range(RUNS + 1):
        for one in commands:
            took = _once(one)
            if number:
                times[one.name].append(took)
    return {
        name: Median(statistics.median(one.wall for one in all_), statistics.median(one.processor for one in all_))
        for name, all_ in times.items()
    }
