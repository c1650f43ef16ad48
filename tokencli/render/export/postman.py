"""An environment for Postman: the settings of the profile as variables; secrets are variables of the type secret, and empty."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokencli.app.export_profile import Exported


def render(exported: Exported) -> str:
    """The document."""
    plain = dict(exported.settings)
    plain.setdefault("token_endpoint", exported.url)
    values = [_variable(name, value, "default") for name, value in plain.items()]
    values += [_variable(name.lower(), "", "secret") for name in exported.variables]
    document = {"name": exported.name, "values": values, "_postman_variable_scope": "environment"}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _variable(key: str, value: str, kind: str) -> dict[str, Any]:
    return {"key": key, "value": value, "type": kind, "enabled": True}
