"""What `doctor` saw: a line for each check, then what is wrong in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from tokencli.app.looked import State
from tokencli.render.human.console import line, stack
from tokencli.render.human.finding import finding_view
from tokencli.wire.printable import printable_line
from tokencli.wire.redaction import Redactor

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tokencli.app.doctor import Examination
    from tokencli.app.looked import Looked

_SIGNS = {
    State.GOOD: ("✓", "green"),
    State.NOTE: ("–", "dim"),
    State.WARNING: ("!", "bold yellow"),
    State.ERROR: ("✗", "bold red"),
}


def examination_view(examination: Examination) -> RenderableType:
    """The checks in their order, each with what can be done; then every finding."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, looked in examination.looked:
        sign, style = _SIGNS[looked.state]
        table.add_row(Text(sign, style), name, line(_said(looked)))
        if looked.help:
            table.add_row("", "", Text.assemble((printable_line(looked.help), "dim")))
    redactor = Redactor()
    findings = [part for one in examination.findings for part in (Text(""), finding_view(one, redactor))]
    return stack(table, *findings)


def _said(looked: Looked) -> str:
    """What is there; the word of a state that asks for something is said too, for whoever does not see the sign."""
    return f"{looked.state.value}: {looked.what}" if looked.findings else looked.what
