"""A report in Markdown, as GitHub, GitLab and Jira show it; the sequence is a Mermaid diagram."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.app.looked import State
from tokencli.render.document import utc
from tokencli.render.report.conversation import arrows, shown
from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.app.looked import Looked
    from tokencli.app.report import Report, Section
    from tokencli.diagnosis.finding import Finding
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.redaction import Redactor

_SIGNS = {State.GOOD: "✓", State.NOTE: "–", State.WARNING: "!", State.ERROR: "✗"}
# Whatever Markdown or HTML would take for something else than the letter it is.
_MEANT_OTHERWISE = re.compile(r"([\\`*_{}\[\]<>#|~&$@])")
_LONGEST_MESSAGE = 60  # characters on an arrow


def render(report: Report, redactor: Redactor) -> str:
    """The whole report, without secrets."""
    return "\n".join(_lines(report, redactor)).rstrip() + "\n"


def _lines(report: Report, redactor: Redactor) -> Iterator[str]:
    yield f"# {_plain(report.title, redactor)}\n"
    yield f"Made {utc(report.made_at)} by {_plain(report.made_by, redactor)}. Secrets are left out; equal marks stand for equal values.\n"
    if report.steps:
        yield "## Step by step\n"
        yield from _steps(report.steps, redactor)
    for section in report.sections:
        yield from _section(section, redactor)
    if report.settings:
        yield "## Settings\n"
        yield "| setting | value | from |\n|---|---|---|"
        yield from (
            f"| {_plain(one.name, redactor)} | {_plain(one.value, redactor)} | {_plain(one.origin, redactor)} |"
            for one in report.settings
        )


def _plain(text: str, redactor: Redactor) -> str:
    """A text that is shown letter for letter."""
    return _MEANT_OTHERWISE.sub(r"\\\1", printable_line(redactor.text(text)))


def _steps(steps: Iterable[tuple[str, Looked]], redactor: Redactor) -> Iterator[str]:
    yield "| | step | what was seen |\n|---|---|---|"
    yield from (f"| {_SIGNS[one.state]} | {name} | {_plain(one.what, redactor)} |" for name, one in steps)
    yield ""


def _section(section: Section, redactor: Redactor) -> Iterator[str]:
    if section.title:
        yield f"## {_plain(section.title, redactor)}\n"
    if section.findings:
        yield "## Why\n" if not section.title else "### Why\n"
    for number, finding in enumerate(section.findings, 1):
        yield from _finding(number, finding, redactor)
    if section.exchanges:
        yield "## What was said\n" if not section.title else "### What was said\n"
        yield from _sequence(section.exchanges, redactor)
        for exchange in section.exchanges:
            yield from _exchange(exchange, redactor)


def _finding(number: int, finding: Finding, redactor: Redactor) -> Iterator[str]:
    kind = (finding.severity or finding.confidence).value
    yield f"{number}. **{kind}: {finding.name}** – {_plain(finding.what, redactor)}"
    yield f"   - why: {_plain(finding.why, redactor)}"
    yield f"   - what to do ({finding.who.value}): {_plain(finding.help, redactor)}"
    yield from (
        f"   - {_plain(f'{one.exchange}: {one.name} = {one.value}', redactor)}"
        + (f" (differs from character {one.mark + 1} on)" if one.mark is not None else "")
        for one in finding.where
    )
    if finding.see:
        yield f"   - see: {_plain(' · '.join(finding.see), redactor)}"
    yield ""


def _sequence(exchanges: Iterable[Exchange], redactor: Redactor) -> Iterator[str]:
    found = list(arrows(exchanges, redactor))
    names = list(dict.fromkeys(name for arrow in found for name in (arrow.source, arrow.target)))
    yield "```mermaid\nsequenceDiagram"
    yield from (f"    participant P{number} as {_message(name)}" for number, name in enumerate(names))
    for arrow in found:
        line = ("--x" if arrow.failed else "-->>") if arrow.answer else "->>"
        yield f"    P{names.index(arrow.source)}{line}P{names.index(arrow.target)}: {_message(arrow.text)}"
    yield "```\n"


def _message(text: str) -> str:
    """A text that Mermaid shows letter for letter: it takes nothing but letters and a few signs as they are."""
    cut = text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"
    return re.sub(r"[^\w .,/()=?…→-]", lambda match: f"#{ord(match[0])};", cut)


def _exchange(exchange: Exchange, redactor: Redactor) -> Iterator[str]:
    one = shown(exchange, redactor)
    yield f"<details><summary>{_summary(one.title)}</summary>\n"
    yield from (_fenced(text) for text in (one.asked, one.answered) if text)
    yield "</details>\n"


def _summary(title: str) -> str:
    return title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fenced(text: str) -> str:
    """A block that its content cannot end."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}http\n{text.rstrip()}\n{fence}\n"
