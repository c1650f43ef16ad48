"""One exchange in one line: what was asked, what came back, how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from tokencli.render.human.console import line
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tokencli.render import Look
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.redaction import Redactor

_FAILED = 400


def exchange_head(exchange: Exchange, look: Look, redactor: Redactor) -> RenderableType:
    """Method and URL on the left, status and time on the right."""
    answer = exchange.answer
    if isinstance(answer, NoAnswer):
        said, style = "no answer", "red"
    else:
        said, style = (
            f"{answer.status} in {exchange.seconds * 1000:.0f} ms",
            "green" if answer.status < _FAILED else "red",
        )
    table = Table.grid(expand=True)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(justify="right", no_wrap=True)
    table.add_row(line(f"{exchange.request.method} {redactor.url(exchange.request.url)}"), line(f"  {said}", style))
    table.width = min(look.width, 100)
    return table
