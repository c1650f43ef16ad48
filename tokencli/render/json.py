"""`--output json`: the server's members unchanged at the top level, ours under `tokencli`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokencli.render.document import run_document
from tokencli.wire.printable import printable_json

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def json_text(document: Any) -> str:
    """A document as indented JSON with a line end, without characters that move a terminal's cursor."""
    return printable_json(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def render(run: Run, look: Look, redactor: Redactor) -> str:  # noqa: ARG001 - JSON looks the same everywhere
    """The run as JSON."""
    return json_text(run_document(run, redactor))
