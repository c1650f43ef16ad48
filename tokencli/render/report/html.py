"""A report as one HTML page that needs nothing else: no script, no picture, no font from anywhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tokencli.app.looked import State
from tokencli.render.document import utc
from tokencli.render.report.conversation import arrows, shown
from tokencli.render.report.sequence import sequence_svg
from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.report import Report, Section
    from tokencli.diagnosis.finding import Finding, Pointer
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.redaction import Redactor

_SIGNS = {State.GOOD: "✓", State.NOTE: "–", State.WARNING: "!", State.ERROR: "✗"}
# Everything a page could fetch or run is forbidden to it; what a server wrote stands in it as text alone.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --ink: #1c2530; --paper: #fff; --soft: #5b6776; --rule: #dbe1e8; --field: #f5f7f9;
  --good: #1a7f4b; --bad: #c02b2b; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --paper: #12161b; --soft: #97a3b0; --rule: #2c343d;
  --field: #1b2128; --good: #56c98a; --bad: #ff7b72; --warn: #e0b04a; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 0; }
.made, dt, .see { color: var(--soft); } .made, .see { font-size: .875rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid var(--rule); vertical-align: top; } th { font-weight: 600; }
.good { color: var(--good); } .error, .certain { color: var(--bad); } .warning, .likely { color: var(--warn); }
article { border-left: 3px solid var(--rule); padding-left: 1rem; margin: 1.2rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; } dd { margin: 0; }
code, pre { font: .85rem/1.45 ui-monospace, monospace; } mark { background: none; color: var(--bad); font-weight: 700; }
pre { background: var(--field); padding: .8rem; white-space: pre-wrap; border-radius: 6px; }
details { margin: .5rem 0; } summary { cursor: pointer; }
svg { width: 100%; height: auto; font: 13px system-ui, sans-serif; } svg text { fill: var(--ink); }
svg .life { stroke: var(--rule); } svg .sent { stroke: var(--ink); fill: var(--ink); } svg .no { stroke: var(--bad); fill: var(--bad); }
svg .yes { stroke: var(--good); fill: var(--good); } svg text.sent { stroke: none; } svg text.no { fill: var(--bad); stroke: none; } svg text.yes { fill: var(--good); stroke: none; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
"""


def render(report: Report, redactor: Redactor) -> str:
    """The whole page, without secrets."""
    title = _text(report.title, redactor)
    body = "\n".join(_body(report, redactor))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _text(text: str, redactor: Redactor) -> str:
    return escape(printable_line(redactor.text(text)))


def _body(report: Report, redactor: Redactor) -> Iterator[str]:
    yield f"<h1>{_text(report.title, redactor)}</h1>"
    yield (
        f'<p class="made">Made {utc(report.made_at)} by {_text(report.made_by, redactor)}. '
        "Secrets are left out; equal marks stand for equal values.</p>"
    )
    if report.steps:
        yield "<h2>Step by step</h2>\n<table>"
        for name, one in report.steps:
            state = one.state.value
            yield (
                f'<tr><td class="{state}" title="{state}">{_SIGNS[one.state]}</td><th scope="row">{escape(name)}</th>'
                f"<td>{_text(one.what, redactor)}</td></tr>"
            )
        yield "</table>"
    for section in report.sections:
        yield from _section(section, redactor)
    if report.settings:
        yield "<h2>Settings</h2>\n<table>"
        for setting in report.settings:
            cells = (setting.name, setting.value, setting.origin)
            yield "<tr>" + "".join(f"<td>{_text(cell, redactor)}</td>" for cell in cells) + "</tr>"
        yield "</table>"


def _section(section: Section, redactor: Redactor) -> Iterator[str]:
    if section.title:
        yield f"<h2>{_text(section.title, redactor)}</h2>"
    elif section.findings:
        yield "<h2>Why</h2>"
    for finding in section.findings:
        yield from _finding(finding, redactor)
    if section.exchanges:
        yield "<h2>What was said</h2>"
        yield sequence_svg(tuple(arrows(section.exchanges, redactor)))
        yield from (_exchange(exchange, redactor) for exchange in section.exchanges)


def _finding(finding: Finding, redactor: Redactor) -> Iterator[str]:
    kind = (finding.severity or finding.confidence).value
    name = kind.replace(" ", "-")
    yield f'<article>\n<h3><span class="{name}">{escape(kind)}:</span> {escape(finding.name)}</h3>'
    yield f"<p>{_text(finding.what, redactor)}</p>\n<dl>"
    for place in finding.where:
        yield f"<dt>{_text(place.exchange, redactor)}</dt><dd><code>{_place(place, redactor)}</code></dd>"
    yield f"<dt>why</dt><dd>{_text(finding.why, redactor)}</dd>"
    yield f"<dt>what to do</dt><dd>({escape(finding.who.value)}) {_text(finding.help, redactor)}</dd>\n</dl>"
    if finding.see:
        yield f'<p class="see">{_text(" · ".join(finding.see), redactor)}</p>'
    yield "</article>"


def _place(place: Pointer, redactor: Redactor) -> str:
    """A place, with the part that differs marked."""
    value = printable_line(redactor.text(place.value))
    if place.mark is None or value != place.value:
        return escape(f"{place.name} = {value}")
    same, other = value[: place.mark], value[place.mark :]
    return f"{escape(f'{place.name} = {same}')}<mark>{escape(other) or '(ends here)'}</mark>"


def _exchange(exchange: Exchange, redactor: Redactor) -> str:
    one = shown(exchange, redactor)
    blocks = "".join(f"<pre>{escape(text.rstrip())}</pre>" for text in (one.asked, one.answered) if text)
    opened = " open" if one.failed else ""
    return f"<details{opened}><summary>{escape(one.title)}</summary>{blocks}</details>"
