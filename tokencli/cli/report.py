"""`--report FILE`: what was found, as a file for a ticket."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.cli.sectioned import SectionedOption
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    import click

    from tokencli.app.report import Report
    from tokencli.wire.redaction import Redactor


def report_option() -> click.Option:
    """`--report`."""
    return SectionedOption(
        ["--report"],
        section="Output",
        metavar="FILE",
        help="write what was found to a file without secrets, for a ticket: Markdown (.md) or a page of its own (.html)",
    )


def check_report(path: str | None) -> None:
    """Refuses a file that could not be written, before anything is done.

    Raises:
        UsageProblem: Its name does not say which form it is to have, or nothing can be written there.
    """
    if path is None:
        return
    from tokencli.render.report import report_form

    report_form(path)
    folder = Path(path).absolute().parent
    why = "it is a folder" if Path(path).is_dir() else "" if folder.is_dir() else f"there is no folder {folder}"
    if why or not os.access(folder, os.W_OK):
        raise UsageProblem(f"--report: {path} cannot be written: {why or f'nobody may write in {folder}'}")


def write_report(path: str, report: Report, redactor: Redactor) -> None:
    """Writes a report.

    Args:
        path: The file; it is made 0600.
        report: What it holds.
        redactor: Takes secrets out of it.

    Raises:
        UsageProblem: The file cannot be written.
    """
    from tokencli.render.report import report_form
    from tokencli.settings.paths import replace_file

    text = report_form(path).render(report, redactor)
    try:
        replace_file(Path(path), text)
    except OSError as problem:
        raise UsageProblem(f"--report: {path} cannot be written: {problem.strerror or problem}") from None
