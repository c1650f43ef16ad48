"""From a view to text of a given width, with or without colours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from tokencli.wire.printable import printable, printable_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor

NARROWEST = 40


def to_text(view: RenderableType, look: Look) -> str:
    """The view as text that ends with a line end."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(look.width, NARROWEST),
        force_terminal=look.color,
        color_system="standard" if look.color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(view)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def line(text: str, style: str = "") -> Text:
    """One piece of text from anywhere, made safe for a terminal."""
    return Text(printable_line(text), style=style)


def block(text: str, style: str = "") -> Text:
    """Text of several lines from anywhere, made safe for a terminal."""
    return Text(printable(text), style=style)


def facts(rows: Iterable[tuple[str, str | Text]], redactor: Redactor, indent: int = 2) -> RenderableType:
    """Names on the left, what is to be said on the right, wrapped under itself; texts lose their secrets here."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=indent - 2 if indent > 2 else 0)  # noqa: PLR2004 - the padding is two wide
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, said in rows:
        shown = said if isinstance(said, Text) else line(redactor.text(said))
        table.add_row("", printable_line(redactor.text(name)), shown)
    return table


def stack(*parts: RenderableType | None) -> Group:
    """Parts below each other; None is nothing."""
    return Group(*(part for part in parts if part is not None))
