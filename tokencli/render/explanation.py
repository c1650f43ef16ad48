"""What was captured and why it failed, as JSON and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokencli.app.explain import Explained
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def explanation_document(explained: Explained, redactor: Redactor) -> dict[str, Any]:
    """`{"findings": [...]}`, likeliest first."""
    return {"findings": [redactor.json_value(finding.as_json()) for finding in explained.findings]}


def explanation_text(explained: Explained, look: Look, redactor: Redactor) -> str:
    """What was read, then each failure with what led to it and why."""
    from tokencli.render.human.console import to_text
    from tokencli.render.human.evidence import explained_view

    return to_text(explained_view(explained, look, redactor), look)
