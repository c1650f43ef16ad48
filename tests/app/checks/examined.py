"""What `doctor` says, by check and by finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.journeys.command import Command


@dataclass(frozen=True)
class Examined:
    """A run of `doctor -o json`.

    Attributes:
        code: The exit code.
        checks: Each check by its name.
        findings: Each finding by its name; the last of a name.
    """

    code: int
    checks: dict[str, Any]
    findings: dict[str, Any]

    def state(self, name: str) -> str:
        """The state of a check."""
        return str(self.checks[name]["state"])

    def what(self, name: str) -> str:
        """What a check says."""
        return str(self.checks[name]["what"])


def examined(cli: Command, *words: str, env: Mapping[str, str] | None = None) -> Examined:
    """Runs it."""
    done = cli("doctor", "-o", "json", *words, env=env)
    assert done.err == ""
    checks = {one["name"]: one for one in done.json["checks"]}
    return Examined(done.code, checks, {one["name"]: one for one in done.json["findings"]})
