"""What a report holds: what was seen, why it failed, and the conversation, to be sent to whoever can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.explain import SHOWN_EXCHANGES
from tokencli.app.wiring import USER_AGENT, shown_settings
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tokencli.app.diagnose import Diagnosis
    from tokencli.app.explain import Explained
    from tokencli.app.inquiry import Inquiry
    from tokencli.app.looked import Looked
    from tokencli.diagnosis.finding import Finding
    from tokencli.diagnosis.questions import Question
    from tokencli.wire.exchange import Exchange
    from tokencli.wire.trace import Setting


@dataclass(frozen=True, slots=True)
class Section:
    """One failure, or the end of what was seen.

    Attributes:
        title: What happened, in one line.
        findings: Why, the likeliest first.
        exchanges: The conversation that led to it.
    """

    title: str
    findings: tuple[Finding, ...]
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report, before anything secret is taken out of it.

    Attributes:
        title: What it is about.
        made_at: When it was made, in seconds since 1970-01-01 UTC.
        made_by: The program and its version.
        settings: The settings that somebody gave, secrets as references.
        steps: What each step of a diagnosis saw; empty where none were asked.
        sections: Each failure.
    """

    title: str
    made_at: float
    made_by: str
    settings: tuple[Setting, ...]
    steps: tuple[tuple[str, Looked], ...]
    sections: tuple[Section, ...]


def report_of_diagnosis(diagnosis: Diagnosis, inquiry: Inquiry) -> Report:
    """The report of a server that was asked step by step."""
    failed = next((f"{name}: {looked.what}" for name, looked in diagnosis.looked if looked.failed), "")
    title = f"{inquiry.host}: {failed or 'nothing was found wrong'}"
    return Report(
        title,
        inquiry.wiring.ambient.now(),
        USER_AGENT,
        shown_settings(inquiry.settings, inquiry.wiring.redactor()),
        diagnosis.looked,
        (Section("", diagnosis.findings, inquiry.since(0)),),
    )


def report_of_explanation(explained: Explained, now: float) -> Report:
    """The report of a capture.

    Args:
        explained: What was read, and why it failed.
        now: When the report is made, in seconds since 1970-01-01 UTC.
    """
    sections = tuple(
        Section(_title(question), findings, question.evidence.exchanges[-SHOWN_EXCHANGES:])
        for question, findings in explained.answers
    )
    title = sections[0].title if sections else "nothing failed in it"
    return Report(title, now, USER_AGENT, tuple(explained.captured.settings), (), sections)


def _title(question: Question) -> str:
    evidence = question.evidence
    place = f" at {evidence.host}" if evidence.host else ""
    words = f": {evidence.description}" if evidence.description else ""
    times = f", {question.count} times" if question.count > 1 else ""
    if evidence.error:
        return f"{evidence.error}{words}{place}{times}"
    if evidence.no_answer is not None:
        return f"no answer{place}: {evidence.no_answer.detail}{times}"
    purpose = (evidence.last.purpose if evidence.last else Purpose.TOKEN).value.replace("_", " ")
    return f"{purpose} answer with status {evidence.status}{place}{times}" if evidence.status else f"{purpose}{place}"
