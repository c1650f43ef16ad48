"""How what was made is shown: as JSON, one member of it, or as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.echo import echo_product

if TYPE_CHECKING:
    from collections.abc import Mapping


def show_made(members: Mapping[str, Any], options: dict[str, Any], kind: str, text: str) -> None:
    """Prints what was made.

    Args:
        members: What was made, by its names on the wire.
        options: The options of the command.
        kind: `pretty` or `json`.
        text: What `pretty` prints.
    """
    if options["field"]:
        from tokencli.render.field import pick

        echo_product(pick(dict(members), options["field"]))
    elif kind == "json":
        from tokencli.render.json_text import json_text

        echo_product(json_text(dict(members)))
    else:
        echo_product(f"{text}\n")


def in_lines(members: Mapping[str, str]) -> str:
    """One member a line, the names in a column; nothing is wrapped, so that it can be copied."""
    wide = max((len(name) for name in members), default=0)
    return "\n".join(f"{name:<{wide}}  {value}" for name, value in members.items())
