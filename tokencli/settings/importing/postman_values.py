"""Names and values as the documents of Postman list them: variables, settings, members of forms, header fields."""

from __future__ import annotations

from typing import Any

from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.redaction import BRIEF

Pairs = tuple[tuple[str, str], ...]


def read_document(text: str) -> dict[str, Any]:
    """The object that a text is in JSON; an empty one when it is none."""
    found = read_json(text.encode("utf-8", "surrogatepass"))
    return found.value if isinstance(found, JsonText) and isinstance(found.value, dict) else {}


def listed_values(values: Any) -> Pairs:
    """Names and values in their order, the same name as often as it stands there.

    What is secret and has no value is `[redacted]`.

    Args:
        values: What stands where Postman has a list, or, in the format 2.0, an object; whatever is neither holds nothing.
    """
    if isinstance(values, dict):
        values = [{"key": key, "value": value} for key, value in values.items()]
    found = (one for one in values if isinstance(one, dict)) if isinstance(values, list) else ()
    return tuple(
        (str(one["key"]), _text(one["value"]) or _taken_out(one))
        for one in found
        if _is_on(one) and "key" in one and _is_plain(one.get("value"))
    )


def _is_on(one: dict[str, Any]) -> bool:
    # An environment says `enabled`, a collection `disabled`.
    return bool(one.get("enabled", True)) and not one.get("disabled", False)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _taken_out(one: dict[str, Any]) -> str:
    # Who hands an environment on empties what Postman calls secret.
    return BRIEF if one.get("type") == "secret" else ""


def environment_values(text: str) -> dict[str, str]:
    """The variables of an environment; none when the text is no environment.

    Args:
        text: The document.
    """
    return {name: value for name, value in listed_values(read_document(text).get("values")) if value != BRIEF}
