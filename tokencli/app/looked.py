"""What one check of `doctor` or one step of `diagnose` saw."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Severity

if TYPE_CHECKING:
    from tokencli.diagnosis.finding import Finding


class State(StrEnum):
    """What a check saw, in one word."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a check saw.

    Attributes:
        what: What is, in one clause.
        help: What can be done; empty when there is nothing to do, or when the findings say it.
        findings: What is wrong.
        there: False when the thing is not there, not used or was not measured, which need not be wrong.
        failed: Whether it is an error whatever the findings say.
        command: A command that goes on from here; empty when there is none.
    """

    what: str
    help: str = ""
    findings: tuple[Finding, ...] = ()
    there: bool = True
    failed: bool = False
    command: str = ""

    @property
    def state(self) -> State:
        """The worst of what it saw."""
        grave = {one.severity for one in self.findings}
        if self.failed or Severity.ERROR in grave:
            return State.ERROR
        if grave:
            return State.WARNING
        return State.GOOD if self.there else State.NOTE
