"""A token request in the form of another tool: one form a file, one line in the list below."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from tokencli.app.exported import Exported

# Name on the command line, which is the module too: what it writes.
EXPORTS = {
    "curl": "a shell script with one curl command",
    "http": "a file for the HTTP client of JetBrains and the REST client of VS Code",
    "python": "a Python program with httpx",
    "postman": "an environment for Postman, without secrets",
}


class Export(Protocol):
    """A module that writes one form.

    Attributes:
        COMMENTS: Whether the form has comments, and so holds the notes.
    """

    COMMENTS: bool

    def render(self, exported: Exported) -> str:
        """The text; it holds no secret."""


def load_export(name: str) -> Export:
    """The module of a form, which must be in the list."""
    return cast("Export", import_module(f"tokencli.render.export.{name}"))
