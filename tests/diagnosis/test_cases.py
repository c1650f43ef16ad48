"""Every case under tests/cases, told in prose and run twice: as written, and as it stands in a redacted trace."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.diagnosis.case_text import read_cases
from tokencli.diagnosis import rules
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.rules import RULES, Rule
from tokencli.wire.credentials import read_basic
from tokencli.wire.exchange import Exchange
from tokencli.wire.message import Response
from tokencli.wire.placeholders import is_known
from tokencli.wire.redaction import Redactor
from tokencli.wire.secret_names import SECRET_NAMES
from tokencli.wire.trace import Trace, read_trace, write_trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.diagnosis.case_text import Case
    from tokencli.diagnosis.finding import Finding

CASES = Path(__file__).parent.parent / "cases"
LEAST_CASES = 120
LEAST_RECORDED = 40


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.rglob("*.md")):
        yield from read_cases(path.read_text("utf-8"), f"{path.parent.name}/{path.stem}")


ALL = tuple(_cases())
every_case = pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
# What somebody wrote over a value was sent by no run of ours, so no trace of ours holds it.
LIVE = tuple(case for case in ALL if all(is_known(value) for _, value in case.evidence.form))
every_live_case = pytest.mark.parametrize("case", LIVE, ids=[case.name for case in LIVE])
every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])


def _redacted(evidence: Evidence) -> Evidence:
    redactor = Redactor(salt=b"test")
    exchanges = tuple(
        Exchange(
            one.purpose,
            redactor.request(one.request),
            redactor.response(one.answer) if isinstance(one.answer, Response) else one.answer,
            one.started_at,
            one.seconds,
        )
        for one in evidence.exchanges
    )
    # Through a file, as support gets it.
    text = write_trace(Trace(0, "test", True, evidence.settings, exchanges, evidence.metadata))
    trace = read_trace(json.loads(text))
    return Evidence(
        trace.exchanges, trace.metadata, trace.settings, tokens=evidence.tokens, looked_at=evidence.looked_at
    )


def _secrets(evidence: Evidence) -> set[str]:
    sent = {value for name, value in evidence.form if name in SECRET_NAMES}
    basic = read_basic((evidence.request.header("authorization") if evidence.request else "") or "")
    secret = "" if basic is None else basic.user_id if basic.password is None else basic.password
    return {value for value in {*sent, secret} if len(value) > 5}


def _told(findings: tuple[Finding, ...]) -> dict[str, str]:
    return {finding.name: finding.confidence.value for finding in findings}


@every_case
def test_a_case_gives_the_findings_that_its_text_expects(case: Case) -> None:
    told = _told(find(case.evidence))
    assert {name: told.get(name, "not found") for name in case.expected} == case.expected
    assert not case.silent & set(told)
    if case.first:
        assert next(iter(told)) == case.first


@every_live_case
def test_a_redacted_trace_gives_the_same_findings_as_the_live_run(case: Case) -> None:
    live, redacted = set(_told(find(case.evidence))), set(_told(find(_redacted(case.evidence))))
    assert redacted == live - case.lost


@every_case
def test_no_finding_holds_a_secret(case: Case) -> None:
    text = json.dumps([finding.as_json() for finding in find(case.evidence)], ensure_ascii=False)
    assert not [secret for secret in _secrets(case.evidence) if secret in text]


@every_case
def test_no_finding_asks_a_question_or_quotes_a_server_at_length(case: Case) -> None:
    for finding in find(case.evidence):
        assert "?" not in finding.help, finding.name
        assert "?" not in finding.what, finding.name
        assert len(finding.why) < 500, finding.name


def test_there_are_cases_enough_and_many_of_them_are_recordings_of_real_servers() -> None:
    recorded = [case.recorded for case in ALL if case.recorded]
    assert len(ALL) >= LEAST_CASES
    assert len(recorded) >= LEAST_RECORDED
    assert len({server.partition(" ")[0] for server in recorded}) > 1


def test_a_recording_says_which_version_of_the_server_it_is_of() -> None:
    for case in ALL:
        assert not case.recorded or re.fullmatch(r"\S+ \d[\w.]*", case.recorded), case.name


@every_rule
def test_a_rule_has_a_case_in_which_it_fires_and_a_look_alike_in_which_it_is_silent(rule: Rule) -> None:
    path = CASES / rule.stage / f"{rule.name}.md"
    own = [case for case in ALL if case.name.startswith(f"{rule.stage}/{rule.name}:")]
    assert path.exists(), f"write tests/cases/{rule.stage}/{rule.name}.md"
    assert any(rule.name in case.expected for case in own), f"add to {path.name} a case that expects {rule.name}"
    assert any(rule.name in case.silent for case in own), f"add to {path.name} a look-alike with `Silent: {rule.name}`"


@every_rule
def test_a_rule_only_gives_findings_of_its_own_name_that_lead_to_its_page(rule: Rule) -> None:
    for case in ALL:
        for finding in rule.look(case.evidence):
            assert finding.name == rule.name
            assert f"tokencli explain {rule.name}" in finding.see


@every_rule
def test_a_rule_is_documented_in_the_fixed_sections(rule: Rule) -> None:
    summary, *_ = rule.text.split("\n")
    assert summary.endswith(".")
    assert re.findall(r"^([A-Z][a-z ]+):$", rule.text, re.MULTILINE) == ["Means", "Seen by", "Do", "See"]


def test_the_list_holds_every_rule_file_once() -> None:
    folder = Path(rules.__file__).parent
    files = {f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.py") if path.stem != "__init__"}
    listed = [f"{rule.stage}/{rule.name.replace('-', '_')}" for rule in RULES]
    assert files == set(listed), "add the missing file to RULES in tokencli/diagnosis/rules/__init__.py"
    assert len(listed) == len(set(listed))
