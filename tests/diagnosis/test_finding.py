from __future__ import annotations

from dataclasses import replace

from tokencli.diagnosis.finding import Confidence, Finding, Severity

FINDING = Finding("bad-pattern", Confidence.CERTAIN, "what is", "because", "do this")


def test_the_severity_is_told_only_where_there_is_one() -> None:
    assert "severity" not in FINDING.as_json()
    assert replace(FINDING, severity=Severity.WARNING).as_json()["severity"] == "warning"
