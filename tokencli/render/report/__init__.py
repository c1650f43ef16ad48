"""A report as a file for a ticket: one form a module, one line in the list below."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.app.report import Report
    from tokencli.wire.redaction import Redactor

# The end of the file's name: the module.
FORMS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


class Form(Protocol):
    """A module that writes a report."""

    def render(self, report: Report, redactor: Redactor) -> str:
        """The whole text, without secrets."""


def report_form(path: str) -> Form:
    """The form that a file's name asks for.

    Args:
        path: The file.

    Raises:
        UsageProblem: Its name has no end that says which.
    """
    module = FORMS.get(PurePath(path).suffix.lower())
    if module is None:
        raise UsageProblem(
            f"--report: {path} does not say which form it is to have", "name it .md for Markdown or .html for a page"
        )
    return cast("Form", import_module(f"tokencli.render.report.{module}"))
