"""JSON of which a part may be missing is not blamed on the server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.diagnosis.evidence_of import evidence_of
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.finding import Confidence
from tokencli.diagnosis.rules.token.answer_is_broken_json import look
from tokencli.providers.known_error import Who
from tokencli.wire.message import Response

JSON = ("Content-Type", "application/json")


@pytest.mark.parametrize(
    ("place", "length", "sure"),
    [
        ("", "12", Confidence.CERTAIN),
        ("", "many", Confidence.CERTAIN),
        ("", "612", Confidence.POSSIBLE),
        ("entry 3", "12", Confidence.CERTAIN),
        ("a.txt, line 3", "12", Confidence.POSSIBLE),
    ],
)
def test_what_may_be_a_part_is_only_possible(place: str, length: str, sure: Confidence) -> None:
    (exchange,) = evidence_of(Response(400, (JSON, ("Content-Length", length)), b'{"error": "x')).exchanges
    (finding,) = look(Evidence((replace(exchange, place=place),)))
    assert finding.confidence is sure
    assert finding.who is (Who.ADMINISTRATOR if sure is Confidence.CERTAIN else Who.YOU)
