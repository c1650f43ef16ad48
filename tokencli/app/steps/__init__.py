"""The steps of `tokencli diagnose`: one question to the server, one file, one line here, in the order in which they are asked.

A step is a module with a docstring of fixed sections (`Means:`, `Seen by:`, `Do:`, `See:`), from which `tokencli explain NAME` and
the reference page are made, and a function `look(inquiry)`. What a request shows is explained by the rules; a step has findings
of its own only where it sees more than one request can show. No step uses up anything that is good once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tokencli.app.listed import Listed

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry, Step


class Asks(Protocol):
    """The module of a step."""

    def look(self, inquiry: Inquiry) -> Step:
        """What was seen; what goes wrong is a finding and never raised, unless a setting is wrong."""


def _step(name: str, *findings: str) -> Listed:
    return Listed("steps", name, findings)


STEPS = (
    _step("name"),
    _step("connection"),
    _step("tls", "tls-intercepted", "certificate-ends-soon"),
    _step("discovery"),
    _step("endpoint"),
    _step("clock"),
    _step("metadata", "grant-not-listed", "auth-method-not-listed", "pkce-method-not-listed"),
    _step("scope", "scope-not-listed"),
    _step("client", "client-or-secret-wrong"),
    _step("redirect", "redirect-uri-refused"),
    _step("grant"),
)


def find_step(finding: str) -> Listed | None:
    """The step that has a finding of this name, or None."""
    return next((one for one in STEPS if one.is_called(finding)), None)
