"""The rules: one bad pattern, one file, one line here, in the order in which equally sure findings are shown.

A rule is a module with a docstring of fixed sections (what is the case, `Means:`, `Seen by:`, `Do:`, `See:`), from which
`tokencli explain NAME` and the reference page are made, and a function `look(evidence)` that yields findings. Its name is
the module's with `-` for `_`; its folder is the stage where the failure shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.finding import Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the list.

    Attributes:
        stage: The folder: where the failure shows.
        name: The bad pattern in kebab-case.
    """

    stage: str
    name: str

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"tokencli.diagnosis.rules.{self.stage}.{self.name.replace('-', '_')}"

    @property
    def text(self) -> str:
        """Its docstring."""
        return cleandoc(import_module(self.module).__doc__ or "")

    def look(self, evidence: Evidence) -> Iterator[Finding]:
        """Its findings."""
        look = cast("Callable[[Evidence], Iterator[Finding]]", import_module(self.module).look)
        return look(evidence)


RULES = (
    Rule("client_authentication", "basic-credentials-not-decoded"),
    Rule("grant", "redirect-uri-missing"),
)


def find_rule(name: str) -> Rule | None:
    """The rule of a name, or None."""
    return next((rule for rule in RULES if rule.name == name.lower().replace("_", "-")), None)
