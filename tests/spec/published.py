"""Examples that RFCs and OpenID specifications print, kept as data beside this file; their keys are public examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent / "vectors"


def published(name: str) -> dict[str, Any]:
    """The examples of one file by their id."""
    return {one["id"]: one for one in json.loads((VECTORS / f"{name}.json").read_text("utf-8"))}
