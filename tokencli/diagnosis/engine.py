"""All rules over one body of evidence; what they find is ordered and said once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence
from tokencli.diagnosis.known_errors import from_provider, from_registry
from tokencli.diagnosis.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.finding import Finding

_ORDER = list(Confidence)


def find(evidence: Evidence) -> tuple[Finding, ...]:
    """Runs every rule.

    Args:
        evidence: The exchanges of a run.

    Returns:
        The findings, the surest first, equally sure ones in the order of the list, what the product's own entry says
        after what this run shows, and what the error code alone says last. What is ruled out comes at the end.
    """
    found = [finding for rule in RULES for finding in rule.look(evidence)]
    found += from_provider(evidence)
    found += from_registry(evidence)
    return merged(found if evidence.request is not None else (_without_request(one) for one in found))


def _without_request(finding: Finding) -> Finding:
    """A finding without places in a request that nobody saw."""
    return replace(
        finding,
        where=tuple(place for place in finding.where if not place.exchange.partition(" (")[0].endswith("request")),
    )


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order in which they are shown: the surest first, each name once.

    Args:
        findings: In the order in which equally sure ones are shown.
    """
    once: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: _ORDER.index(finding.confidence)):
        once.setdefault(finding.name, finding)
    return tuple(once.values())
