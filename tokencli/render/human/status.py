"""The table of what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from tokencli.diagnosis.times import moment
from tokencli.render.human.console import line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from tokencli.render import Look
    from tokencli.store.index import Summary

_COLUMNS = ("profile", "subject", "scope", "expires", "renewal", "store")


def status_view(rows: Iterable[Summary], look: Look) -> RenderableType:
    """One row a token; on a narrow terminal the cells fold."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    for name in _COLUMNS:
        table.add_column(name, overflow="fold", no_wrap=name in {"renewal", "store"})
    for row in rows:
        table.add_row(*(line(text) for text in _cells(row, look.now)))
    return table


def _cells(row: Summary, now: float) -> tuple[str, ...]:
    expires = "unknown" if row.expires_at is None else moment(row.expires_at, now)
    return (
        row.profile or "–",
        row.subject or row.client_id or "–",
        " ".join(row.scope) or "–",
        expires,
        "refresh token" if row.has_refresh_token else "none",
        row.store,
    )
