"""What lint found, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.lint import LookedAt
    from tokencli.wire.redaction import Redactor

_ORDER = list(Severity)


def lint_document(looked_at: Sequence[LookedAt], redactor: Redactor) -> dict[str, Any]:
    """`{"findings": [...], "looked_at": [...]}`: what is wrong, the worst first, and what was looked at.

    Args:
        looked_at: What was looked at, with what was found.
        redactor: Takes secrets out of what the server wrote.
    """
    found = [finding for one in looked_at for finding in one.linted.findings]
    found.sort(key=lambda one: _ORDER.index(one.severity or Severity.INFO))
    told: dict[str, Any] = redactor.json_value(
        {
            "findings": [one.as_json() for one in found],
            "looked_at": [
                {
                    "name": one.name,
                    "findings": [finding.name for finding in one.linted.findings],
                    "ignored": list(one.linted.ignored),
                    "not_looked_at": list(one.linted.not_looked_at),
                }
                for one in looked_at
            ],
        }
    )
    return told
