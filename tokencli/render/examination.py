"""What `doctor` saw, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokencli.app.doctor import Examination


def examination_document(examination: Examination) -> dict[str, Any]:
    """`{"findings": [...], "checks": [...]}`: what is wrong, the worst first, and what each check saw."""
    return {
        "findings": [one.as_json() for one in examination.findings],
        "checks": [
            {"name": name, "state": looked.state.value, "what": looked.what, "help": looked.help}
            for name, looked in examination.looked
        ],
    }
