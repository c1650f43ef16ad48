"""`--output json`: the server's members unchanged at the top level, ours under `tokencli`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.render.document import run_document
from tokencli.render.json_text import json_text

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def render(run: Run, look: Look, redactor: Redactor) -> str:  # noqa: ARG001 - JSON looks the same everywhere
    """The run as JSON."""
    return json_text(run_document(run, redactor))
