"""What can still be told of a refusal whose JSON was cut off, or written into, by whoever pasted it."""

from __future__ import annotations

import json
import re

from tokencli.captures.codes import is_refusal

# A value that ends at its quote, or with the text.
_MEMBER = re.compile(r'"(error|error_description)"\s*:\s*"((?:[^"\\]|\\.)*+)')


def mended(text: str) -> str:
    """JSON that can be read: the text itself, or what could be read of a refusal in it; else the text as it is.

    Args:
        text: A body, as it was pasted.
    """
    if not text.startswith("{"):
        return text
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        members = {name: _unquoted(value) for name, value in reversed(_MEMBER.findall(text))}
        return json.dumps(members) if is_refusal(members) else text
    return text


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value
