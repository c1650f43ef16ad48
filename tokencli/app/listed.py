"""A line of a list of checks or steps: one module each, loaded when its turn comes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import Any


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list.

    Attributes:
        folder: The folder it stands in, under `tokencli.app`.
        name: The thing it looks at, which is also the module's name.
        findings: The names of what it may find wrong, besides what the rules find.
    """

    folder: str
    name: str
    findings: tuple[str, ...] = ()

    def load(self) -> Any:
        """Imports the module."""
        return import_module(f"tokencli.app.{self.folder}.{self.name}")

    @property
    def text(self) -> str:
        """Its docstring."""
        return cleandoc(self.load().__doc__ or "")

    def is_called(self, finding: str) -> bool:
        """Whether it has a finding of this name."""
        return finding.lower().replace("_", "-") in self.findings
