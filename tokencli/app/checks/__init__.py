"""The checks of `tokencli doctor`: one thing of this machine, one file, one line here, in the order in which they are shown.

They stand in `app` because each asks the same resolver as the commands do, wherever that is: settings, store or runtime.
A check is a module with a docstring of fixed sections (`Means:`, `Seen by:`, `Do:`, `See:`), from which `tokencli explain NAME`
and the reference page are made, and a function `look(machine)`. It changes nothing that a run would not change, and sends nothing
unless somebody named a server.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from tokencli.app.looked import Looked
    from tokencli.app.machine import Machine


class Check(Protocol):
    """The module of a check."""

    def look(self, machine: Machine) -> Looked:
        """What is there, and what is wrong with it; a problem is a finding and never raised."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list.

    Attributes:
        name: The thing, which is also the module's name.
        findings: The names of what it may find wrong.
    """

    name: str
    findings: tuple[str, ...] = ()

    def load(self) -> Check:
        """Imports the module."""
        return cast("Check", import_module(f"tokencli.app.checks.{self.name}"))

    @property
    def text(self) -> str:
        """Its docstring."""
        return cleandoc(self.load().__doc__ or "")


CHECKS = (
    Listed("configuration", ("configuration-not-usable", "secret-in-configuration")),
    Listed("files", ("file-writable-by-others", "file-readable-by-others", "folder-not-writable")),
    Listed("store", ("tokens-not-kept",)),
    Listed("proxy", ("proxy-not-usable", "proxy-for-this-machine")),
    Listed("certificates", ("authorities-not-usable", "certificates-not-verified")),
    Listed("clock", ("clock-skew",)),
    Listed("browser", ("browser-not-found",)),
    Listed("terminal", ("terminal-cannot-show-text",)),
)


def find_check(finding: str) -> Listed | None:
    """The check that has a finding of this name, or None."""
    return next((one for one in CHECKS if finding.lower().replace("_", "-") in one.findings), None)
