"""The checks of `tokencli doctor`: one thing of this machine, one file, one line here, in the order in which they are shown.

They stand in `app` because each asks the same resolver as the commands do, wherever that is: settings, store or runtime.
A check is a module with a docstring of fixed sections (`Means:`, `Seen by:`, `Do:`, `See:`), from which `tokencli explain NAME`
and the reference page are made, and a function `look(machine)`. It changes nothing that a run would not change, and sends nothing
unless somebody named a server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tokencli.app.listed import Listed

if TYPE_CHECKING:
    from tokencli.app.looked import Looked
    from tokencli.app.machine import Machine


class Check(Protocol):
    """The module of a check."""

    def look(self, machine: Machine) -> Looked:
        """What is there, and what is wrong with it; a problem is a finding and never raised."""


def _check(name: str, *findings: str) -> Listed:
    return Listed("checks", name, findings)


CHECKS = (
    _check("configuration", "configuration-not-usable", "secret-in-configuration"),
    _check("files", "file-writable-by-others", "file-readable-by-others", "folder-not-writable"),
    _check("store", "tokens-not-kept"),
    _check("proxy", "proxy-not-usable", "proxy-for-this-machine"),
    _check("certificates", "authorities-not-usable", "certificates-not-verified"),
    _check("clock", "clock-skew"),
    _check("browser", "browser-not-found"),
    _check("terminal", "terminal-cannot-show-text"),
)


def find_check(finding: str) -> Listed | None:
    """The check that has a finding of this name, or None."""
    return next((one for one in CHECKS if one.is_called(finding)), None)
