"""A family's folder held against its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def lines_to_add(folder: Path, listed: Iterable[str], line: Callable[[str], str]) -> list[str]:
    """The lines that the list lacks: one for each file of the folder that it does not name.

    Args:
        folder: The family's folder.
        listed: The modules that the list names.
        line: Writes the line of a module.
    """
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return [line(module) for module in sorted(files - set(listed))]
