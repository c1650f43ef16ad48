"""All lint rules over what is looked at; what they find is ordered, and what nobody wants to hear is left out and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Severity
from tokencli.diagnosis.lint import LINT_RULES, LintRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tokencli.diagnosis.concern import Concern
    from tokencli.diagnosis.profile_seen import ProfileSeen
    from tokencli.diagnosis.protected_resource_seen import ProtectedResourceSeen
    from tokencli.diagnosis.server_seen import ServerSeen
    from tokencli.diagnosis.token_seen import TokenSeen

_ORDER = list(Severity)
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


@dataclass(frozen=True, slots=True)
class Linted:
    """What lint found.

    Attributes:
        findings: The worst first, equally bad ones in the order of the list.
        ignored: The names of those that were found and silenced.
        not_looked_at: What could not be looked at, with the reason.
    """

    findings: tuple[Finding, ...] = ()
    ignored: tuple[str, ...] = ()
    not_looked_at: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error is among the findings."""
        return any(one.severity is Severity.ERROR for one in self.findings)

    def counted(self, *severities: Severity) -> str:
        """How many findings are how bad, in words; empty where there are none.

        Args:
            severities: What is counted, in this order.
        """
        counts = {severity: sum(one.severity is severity for one in self.findings) for severity in severities}
        return ", ".join(
            f"{count} {_WORDS[severity]}{'s' if count > 1 else ''}" for severity, count in counts.items() if count
        )


def lint(
    seen: ServerSeen | ProtectedResourceSeen | TokenSeen | ProfileSeen,
    ignored: Collection[str] = (),
    not_looked_at: Iterable[str] = (),
) -> Linted:
    """Runs the rules that are about what is looked at.

    Args:
        seen: What is looked at.
        ignored: The names of the rules that are silenced.
        not_looked_at: What could not be looked at, with the reason.
    """
    found = [
        _finding(rule, rule.severity_for(seen.standards), concern)
        for rule in LINT_RULES
        if rule.applies(seen.ABOUT, seen.standards)
        for concern in rule.look(seen)
    ]
    kept = sorted(
        (one for one in found if one.name not in ignored), key=lambda one: _ORDER.index(one.severity or Severity.INFO)
    )
    silenced = dict.fromkeys(one.name for one in found if one.name in ignored)
    return Linted(tuple(kept), tuple(silenced), tuple(not_looked_at))


def _finding(rule: LintRule, severity: Severity, concern: Concern) -> Finding:
    return Finding(
        name=rule.name,
        confidence=Confidence.CERTAIN,
        what=concern.what,
        why=concern.why,
        help=concern.help,
        who=concern.who,
        where=concern.where,
        see=(*rule.see, f"tokencli explain {rule.name}"),
        severity=severity,
    )
