"""An environment for Postman: the settings of the profile as variables; secrets are variables of the type secret, and empty."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokencli.app.exported import Exported, Value

COMMENTS = False


def render(exported: Exported) -> str:
    """The document. A setting that is secret names a variable, which is of the type secret and has no value."""
    plain = {name: _between(name).join(map(_told, values)) for name, values in exported.settings}
    plain.setdefault("token_endpoint", exported.url)
    values = [_variable(name, value, "default") for name, value in plain.items()]
    values += [_variable(name, "", "secret") for name in exported.variables]
    document = {"name": exported.name, "values": values, "_postman_variable_scope": "environment"}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _between(name: str) -> str:
    # RFC 6749 section 3.3: a list of space-delimited strings, which a request takes as it stands here.
    return " " if name == "scope" else "\n"


def _told(value: Value) -> str:
    return f"{value.before}{{{{{value.variable}}}}}" if value.variable else value.text


def _variable(key: str, value: str, kind: str) -> dict[str, Any]:
    return {"key": key, "value": value, "type": kind, "enabled": True}
