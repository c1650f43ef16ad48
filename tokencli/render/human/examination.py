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
    from collections.abc import Iterable

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
    redactor = Redactor()
    findings = [part for one in examination.findings for part in (Text(""), finding_view(one, redactor))]
    return stack(looked_view(examination.looked, redactor), *findings)


def looked_view(looked: Iterable[tuple[str, Looked]], redactor: Redactor, name_width: int | None = None) -> Table:
    """Each check or step on a line of its own, with what can be done below.

    Args:
        looked: What each saw, by its name.
        redactor: Takes secrets out of what is shown.
        name_width: The columns of the names, where lines are shown one by one and must stand below each other.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(style="bold", no_wrap=True, width=name_width)
    table.add_column(overflow="fold")
    for name, one in looked:
        sign, style = _SIGNS[one.state]
        table.add_row(Text(sign, style), name, line(redactor.text(_said(one))))
        if one.help:
            table.add_row("", "", Text.assemble((printable_line(redactor.text(one.help)), "dim")))
    return table


def _said(looked: Looked) -> str:
    """What is there; the word of a state that asks for something is said too, for whoever does not see the sign."""
    return f"{looked.state.value}: {looked.what}" if looked.findings or looked.failed else looked.what
