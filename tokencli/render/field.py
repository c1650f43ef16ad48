"""`--field PATH`: one member of the JSON document, by dots and indexes."""

from __future__ import annotations

import json
from typing import Any

from tokencli.errors import UsageProblem
from tokencli.render.json_text import finite
from tokencli.settings.value import nearest


def pick(document: Any, path: str) -> str:
    """The member at a path, as text with a line end: texts bare, everything else as JSON.

    Args:
        document: The JSON document.
        path: Names and indexes with dots between them, such as `tokencli.findings.0.name`.

    Raises:
        UsageProblem: There is no such member.
    """
    value = document
    for step in path.split("."):
        value = _step(value, step, path)
    return f"{value if isinstance(value, str) else json.dumps(finite(value), ensure_ascii=False)}\n"


def _step(value: Any, step: str, path: str) -> Any:
    if isinstance(value, dict) and step in value:
        return value[step]
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        return value[int(step)]
    known = tuple(value) if isinstance(value, dict) else ()
    raise UsageProblem(f"--field: there is no {step!r} in {path!r}{nearest(step, known)}", f"there is: {_there(value)}")


def _there(value: Any) -> str:
    """What can be picked from a value, in words."""
    if isinstance(value, dict) and value:
        return ", ".join(value)
    if isinstance(value, list) and value:
        return f"a list, whose members are named by number: 0 to {len(value) - 1}"
    return "nothing"
