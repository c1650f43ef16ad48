"""What `diagnose` saw, as JSON and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from tokencli.app.diagnose import Diagnosis
    from tokencli.app.looked import Looked
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor

_LONGEST_NAME = 10  # connection


def diagnosis_document(diagnosis: Diagnosis, redactor: Redactor) -> dict[str, Any]:
    """`{"findings": [...], "steps": [...]}`: why it fails, the likeliest first, and what each step saw."""
    return {
        "findings": [redactor.json_value(one.as_json()) for one in diagnosis.findings],
        "steps": [
            {
                "name": name,
                "state": one.state.value,
                "what": redactor.text(one.what),
                "help": redactor.text(one.help),
                "command": redactor.text(one.command),
            }
            for name, one in diagnosis.looked
        ],
    }


def step_text(name: str, looked: Looked, look: Look, redactor: Redactor) -> str:
    """One step, as it is shown when it ends."""
    from tokencli.render.human.console import to_text
    from tokencli.render.human.examination import looked_view

    shown = to_text(looked_view([(name, looked)], redactor, _LONGEST_NAME), look)
    # A command is copied, so it stands on one line, however long.
    return shown + (f"   run: {printable_line(redactor.text(looked.command))}\n" if looked.command else "")


def findings_text(diagnosis: Diagnosis, look: Look, redactor: Redactor) -> str:
    """Why it fails, or that nothing is wrong."""
    from tokencli.render.human.console import to_text
    from tokencli.render.human.finding import findings_view

    if not diagnosis.findings and not diagnosis.failed:
        return "\nnothing was found wrong\n"
    return to_text(findings_view(diagnosis.findings, redactor), look)
