"""Every case under tests/cases, told in prose and run twice: as written, and as it stands in a redacted trace.

A file holds one or more cases, each under a `##` heading that says what is the case. In a case stand, in this order:

- the story, in plain words
- for each exchange a block `http` with the request and a block `http` with the answer, or a block `text` with
  `no answer: REASON[, sent]: DETAIL`. The word after `http` of a request is its purpose; without one it is a token request.
  `+95s` behind it is when it was sent, in seconds after the time below.
  Lines of a form are joined. `BASIC(id:secret)` is encoded as base64, `JWT({header}, {claims})` as a JWT with some
  signature, `UNSIGNED({header}, {claims})` as one with none.
- a block `json`: the server's metadata, where it is known
- `Sent at:` a time in UTC, and lines `Setting: NAME = VALUE (ORIGIN)`, where they matter
- lines `Token: JWT(…)` for a JWT found by itself, and `Looked at:` a time in UTC
- `Expected:` and a list of findings with their confidence; `First:` the one that comes first; `Silent:` those that must
  not be there; `Lost by redaction:` those that only the live run can find
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tokencli.diagnosis import rules
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.rules import RULES, Rule
from tokencli.wire.credentials import read_basic
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Headers, Request, Response
from tokencli.wire.redaction import SECRET_NAMES, Redactor
from tokencli.wire.trace import Setting, Trace, read_trace, write_trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.finding import Finding

CASES = Path(__file__).parent.parent / "cases"
SENT_AT = 1_772_366_400.0  # 2026-03-01 12:00:00 UTC


@dataclass(frozen=True)
class Case:
    """One case as its text tells it."""

    name: str
    evidence: Evidence
    expected: dict[str, str]
    first: str
    silent: frozenset[str]
    lost: frozenset[str]


def _base64url(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _jwt(match: re.Match[str]) -> str:
    header, claims = (json.dumps(part) for part in json.loads(f"[{match[2]}]"))
    signature = "" if match[1] == "UNSIGNED" else _base64url("some signature, made by nobody")
    return f"{_base64url(header)}.{_base64url(claims)}.{signature}"


def _encoded(text: str) -> str:
    text = re.sub(r"BASIC\((.*?)\)", lambda match: base64.b64encode(match[1].encode()).decode(), text)
    return re.sub(r"(JWT|UNSIGNED)\((.*?)\)", _jwt, text)


def _message(text: str) -> tuple[str, Headers, bytes]:
    head, _, body = _encoded(text).partition("\n\n")
    start, *lines = head.split("\n")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    media_type = {name.lower(): value for name, value in headers}.get("content-type", "")
    joined = "".join(body.split("\n")) if media_type.startswith(FORM_MEDIA_TYPE) else body
    return start, headers, joined.encode()


def _request(text: str) -> Request:
    start, headers, body = _message(text)
    method, url, *_ = start.split(" ")
    return Request(method, url, headers, body)


def _answer(language: str, text: str) -> Response | NoAnswer:
    if language == "text":
        _, reason, detail = (part.strip() for part in text.split(":", 2))
        word, *sent = (part.strip() for part in reason.split(","))
        return NoAnswer(NoAnswerReason(word), detail, sent == ["sent"])
    start, headers, body = _message(text)
    return Response(int(start.split(" ")[1]), headers, body)


def _line(name: str, text: str) -> str:
    match = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return match[1].strip() if match else ""


def _names(name: str, text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in _line(name, text).split(",") if part.strip())


def _settings(text: str) -> tuple[Setting, ...]:
    found = re.findall(r"^Setting: (\S+) = (.*) \((.*)\)$", text, re.MULTILINE)
    return tuple(Setting(name, value, origin) for name, value, origin in found)


def _sent_at(text: str) -> float:
    moment = _line("Sent at", text)
    if moment == "unknown":
        return 0.0
    return datetime.fromisoformat(moment).timestamp() if moment else SENT_AT


def _read_case(name: str, text: str) -> Case:
    blocks = re.findall(r"^```(\w+)[ ]?(\w*)[ ]?(?:\+(\d+)s)?\n(.*?)\n?```$", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    spoken = [block for block in blocks if block[0] != "json"]
    metadata: dict[str, Any] = next((json.loads(body) for language, _, _, body in blocks if language == "json"), {})
    exchanges = tuple(
        Exchange(
            Purpose(purpose or "token"),
            _request(asked),
            _answer(language, answered),
            _sent_at(prose) + int(later or 0),
            0.2,
        )
        for (_, purpose, later, asked), (language, _, _, answered) in zip(spoken[::2], spoken[1::2], strict=True)
    )
    expected = dict(re.findall(r"^- ([a-z0-9-]+): (certain|likely|possible|ruled out)$", prose, re.MULTILINE))
    tokens = tuple(_encoded(one) for one in re.findall(r"^Token: (.*)$", prose, re.MULTILINE))
    looked_at = _line("Looked at", prose)
    evidence = Evidence(
        exchanges,
        metadata,
        _settings(prose),
        frozenset(),
        tokens,
        datetime.fromisoformat(looked_at).timestamp() if looked_at else None,
    )
    lost = _names("Lost by redaction", prose)
    return Case(name, evidence, expected, _line("First", prose), _names("Silent", prose), lost)


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.rglob("*.md")):
        for part in re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, text = part.partition("\n")
            yield _read_case(f"{path.parent.name}/{path.stem}: {title.strip()}", text)


ALL = tuple(_cases())
every_case = pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
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


@every_case
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
