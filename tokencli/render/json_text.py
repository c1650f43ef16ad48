"""JSON as it is printed: indented, and without characters that move a terminal's cursor."""

from __future__ import annotations

import json
from typing import Any

from tokencli.wire.printable import printable_json


def json_text(document: Any) -> str:
    """A document as JSON text with a line end."""
    return printable_json(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"
