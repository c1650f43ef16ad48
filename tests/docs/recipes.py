"""The recipes of a page: each fenced text that stands under a comment with its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_RECIPE = re.compile(r"^<!-- recipe: ([a-z-]+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_LINK = re.compile(r"<(https://[^>]+)>")


def recipes(page: Path) -> dict[str, str]:
    """The text of every recipe that can be run, by its name."""
    return dict(_RECIPE.findall(page.read_text("utf-8")))


def sections(page: Path) -> dict[str, str]:
    """The text under every heading of the second level."""
    _, *parts = _SECTION.split(page.read_text("utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def links(text: str) -> list[str]:
    """The addresses that a text names."""
    return _LINK.findall(text)
