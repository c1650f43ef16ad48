"""`status -o json`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.store.index import Summary


def status_document(rows: Iterable[Summary], now: float) -> dict[str, Any]:
    """What is stored, with its end as epoch, as UTC and in seconds from now."""
    return {"tokens": [{**asdict(row), **_times(row.expires_at, now)} for row in rows]}


def _times(expires_at: float | None, now: float) -> dict[str, Any]:
    if expires_at is None:
        return {"expires_at": None, "expires_at_utc": None, "expires_in": None}
    utc = datetime.fromtimestamp(expires_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"expires_at": int(expires_at), "expires_at_utc": utc, "expires_in": max(0, int(expires_at - now))}
