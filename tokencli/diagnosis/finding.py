"""A finding: one cause with the evidence for it, who can act, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tokencli.providers.known_error import Who


class Confidence(StrEnum):
    """How sure a finding is. The order is the order in which findings are shown."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    RULED_OUT = "ruled out"


class Severity(StrEnum):
    """How bad what a finding says is, where no refusal says so. The order is the order in which findings are shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in the evidence.

    Attributes:
        exchange: The exchange, in words: `token request`, `token answer`, `metadata`.
        name: The parameter, header, member or claim.
        value: Its value as it may be shown: never a secret, but facts about one are fine.
        mark: The place of the first character that differs from what it is compared with, from 0; None when nothing is.
    """

    exchange: str
    name: str
    value: str
    mark: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The place as a finding's JSON holds it; `mark` is there only where something is compared."""
        told = {"exchange": self.exchange, "name": self.name, "value": self.value}
        return told if self.mark is None else {**told, "mark": self.mark}


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause.

    Attributes:
        name: The bad pattern in kebab-case; also `tokencli explain NAME`.
        confidence: How sure it is.
        what: What is the case, in one sentence that stands alone, blames nobody and holds no fix.
        why: The fact that makes it so sure.
        help: What to do; never a question. A command line may stand in it.
        who: Who can do it.
        where: Places in the evidence.
        see: Sections and pages to read on.
        severity: How bad it is; None where a refusal or a failure is explained, which speaks for itself.
    """

    name: str
    confidence: Confidence
    what: str
    why: str
    help: str
    who: Who = Who.YOU
    where: tuple[Pointer, ...] = ()
    see: tuple[str, ...] = ()
    severity: Severity | None = None

    def as_json(self) -> dict[str, Any]:
        """The finding as `findings` of the JSON output holds it; `severity` is there only where it has one."""
        told = {
            "name": self.name,
            "confidence": self.confidence.value,
            "what": self.what,
            "where": [one.as_json() for one in self.where],
            "why": self.why,
            "help": self.help,
            "who": self.who.value,
            "see": list(self.see),
        }
        return told if self.severity is None else {**told, "severity": self.severity.value}
