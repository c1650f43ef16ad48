"""JSON as it is printed: indented, without characters that move a terminal's cursor, and such that every reader takes it."""

from __future__ import annotations

import json
import math
from typing import Any

from tokencli.wire.printable import printable_json


def json_text(document: Any) -> str:
    """A document as JSON text with a line end."""
    return printable_json(json.dumps(finite(document), indent=2, ensure_ascii=False)) + "\n"


def finite(value: Any) -> Any:
    """The same value with null for every number that is too large to be read as one, or is none."""
    if isinstance(value, float) and not math.isfinite(value):
        # RFC 8259 section 6: numeric values that cannot be represented in the grammar (such as Infinity and NaN) are not
        # permitted.
        return None
    if isinstance(value, dict):
        return {name: finite(one) for name, one in value.items()}
    return [finite(one) for one in value] if isinstance(value, list | tuple) else value
