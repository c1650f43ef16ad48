"""Findings in the layout of a compiler's diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tokencli.diagnosis.finding import Confidence, Severity
from tokencli.render.human.console import facts, line, stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from tokencli.diagnosis.finding import Finding, Pointer
    from tokencli.providers.known_error import Who
    from tokencli.wire.redaction import Redactor

_STYLES = {
    Confidence.CERTAIN: "bold red",
    Confidence.LIKELY: "bold yellow",
    Confidence.POSSIBLE: "bold",
    Confidence.RULED_OUT: "dim",
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold cyan",
}
SHOWN_IN_FULL = 3
MARKED_COLUMNS = 70


def findings_view(findings: Sequence[Finding], redactor: Redactor) -> RenderableType:
    """The likeliest findings in full, the others one line each; beside one that is certain those that are merely possible are such."""
    certain = any(one.confidence is Confidence.CERTAIN and one.severity is None for one in findings)
    full = [one for one in findings if not certain or one.confidence is not Confidence.POSSIBLE or one.severity]
    first = full[:SHOWN_IN_FULL]
    rest = [one for one in findings if one not in first]
    more = facts([(one.confidence.value, f"{one.what}  ({one.name})") for one in rest], redactor) if rest else None
    return stack(
        *(part for one in first for part in (Text(""), finding_view(one, redactor))), Text("") if more else None, more
    )


def finding_view(finding: Finding, redactor: Redactor) -> RenderableType:
    """One finding with its evidence, its reason, its help and where to read on."""
    kind = finding.severity or finding.confidence
    head = Text.assemble((f"{kind.value}: ", _STYLES[kind]), line(finding.name))
    rows: list[tuple[str, str | Text]] = [("×", finding.what)]
    rows += [(place.exchange, _place(place, redactor)) for place in finding.where]
    rows += [("why", finding.why), ("help", f"({_who(finding.who)}) {finding.help}")]
    if finding.see:
        rows.append(("see", " · ".join(finding.see)))
    return stack(head, facts(rows, redactor, indent=4))


def _place(place: Pointer, redactor: Redactor) -> Text:
    """A place; the first difference is marked under it, or said where the line is too long for a mark."""
    value = redactor.text(place.value)
    shown = line(f"{place.name} = {value}")
    if place.mark is None:
        return shown
    lead = len(f"{place.name} = ") + place.mark
    if lead > MARKED_COLUMNS:
        return shown.append(f"  (differs from character {place.mark + 1} on)")
    return shown.append(f"\n{' ' * lead}^", style="bold red")


def _who(who: Who) -> str:
    return who.value
