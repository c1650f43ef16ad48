"""A run that was saved is explained as it was when it ended, by the way that everything else goes too."""

from __future__ import annotations

import pytest

from tests.render.runs import NOW, answered, issued, unanswered
from tokencli.app.explain import Explained, explain
from tokencli.app.save_trace import redacted
from tokencli.errors import UsageProblem
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response, build_request
from tokencli.wire.redaction import Redactor
from tokencli.wire.trace import Trace, write_trace

RUNS = {
    "tokens": issued(scope="read"),
    "tokens that stray": issued(expires_in="3600", token_type=None),
    "a refusal": answered({"error": "invalid_client"}, 401),
    "neither": answered({"message": "no"}, 400),
    "no answer": unanswered(NoAnswer(NoAnswerReason.TIMEOUT, "no whole answer within 1 s", sent=True)),
}
ISSUER = "https://login.example"


def saved_and_read(*exchanges: Exchange) -> Explained:
    shown = tuple(redacted(one, Redactor(salt=b"x")) for one in exchanges)
    trace = write_trace(Trace(NOW, "tokencli/0", redacted=True, settings=(), exchanges=shown))
    return explain([("", [trace.encode()])], NOW)


def metadata(status: int, body: bytes) -> Exchange:
    request = build_request("GET", f"{ISSUER}/.well-known/openid-configuration", ())
    return Exchange(
        Purpose.METADATA, request, Response(status, (("Content-Type", "application/json"),), body), NOW, 0.1
    )


@pytest.mark.parametrize("how", RUNS)
def test_the_findings_are_the_same(how: str) -> None:
    run = RUNS[how]
    again = saved_and_read(*run.exchanges)
    assert [one.as_json() for one in again.findings] == [one.as_json() for one in run.findings]


def test_a_run_that_ended_at_another_issuer_says_so_again() -> None:
    explained = saved_and_read(metadata(200, b'{"issuer": "https://elsewhere.example"}'))
    assert explained.findings[0].name == "issuer-mismatch"


def test_a_run_that_found_no_metadata_says_so_again() -> None:
    assert saved_and_read(metadata(404, b"")).findings[0].name == "metadata-not-found"


def test_a_trace_without_an_exchange_is_refused() -> None:
    with pytest.raises(UsageProblem, match="before anything was sent"):
        saved_and_read()


def test_a_trace_of_a_later_version_says_so() -> None:
    with pytest.raises(UsageProblem, match="version 9"):
        explain([("", [b'{"format": "tokencli-trace", "version": 9}'])], NOW)


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"no JSON", b'{"answer": "x"}', b"\xff"])
def test_where_nothing_is_found_it_says_what_was_looked_for(text: bytes) -> None:
    with pytest.raises(UsageProblem) as caught:
        explain([("", [text])], NOW)
    assert "HAR" in str(caught.value.help)
