"""What is stored, as the index tells without opening a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.settings.paths import state_folder
from tokencli.store.index import Index

if TYPE_CHECKING:
    from tokencli.store.index import Summary


def stored() -> tuple[Summary, ...]:
    """Every stored token, by profile."""
    return Index(state_folder).entries()
