"""This machine looked at, one thing after the other, by the same resolvers that the commands use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.checks import CHECKS
from tokencli.app.looked import State
from tokencli.diagnosis.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tokencli.app.looked import Looked
    from tokencli.app.machine import Machine
    from tokencli.diagnosis.finding import Finding

_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Examination:
    """What all checks saw.

    Attributes:
        looked: What each check saw, by its name, in the order of the list.
    """

    looked: tuple[tuple[str, Looked], ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, the worst first."""
        found = [finding for _, one in self.looked for finding in one.findings]
        return tuple(sorted(found, key=lambda one: _ORDER.index(one.severity or Severity.ERROR)))

    @property
    def failed(self) -> bool:
        """Whether anything is wrong that would end a run."""
        return any(one.state is State.ERROR for _, one in self.looked)


def examine(machine: Machine, busy: Callable[[str], AbstractContextManager[None]]) -> Examination:
    """Runs every check.

    Args:
        machine: What is looked at.
        busy: Shows a sign of life while a check takes long.
    """
    looked = []
    for listed in CHECKS:
        with busy(f"looking at {listed.name}"):
            looked.append((listed.name, listed.load().look(machine)))
    return Examination(tuple(looked))
