"""A run that was saved and read back is the same run, as far as the secrets allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.render.runs import NOW, answered, issued, unanswered
from tokencli.app.explain import explain_trace, trace_in
from tokencli.app.save_trace import redacted
from tokencli.errors import UsageProblem
from tokencli.oauth.endpoints.discovery import IssuerMismatch, NotFound
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response, build_request
from tokencli.wire.redaction import Redactor
from tokencli.wire.trace import Trace, write_trace

if TYPE_CHECKING:
    from tokencli.app.results import Run

RUNS = {
    "tokens": issued(scope="read"),
    "tokens that stray": issued(expires_in="3600", token_type=None),
    "a refusal": answered({"error": "invalid_client"}, 401),
    "neither": answered({"message": "no"}, 400),
    "no answer": unanswered(NoAnswer(NoAnswerReason.TIMEOUT, "no whole answer within 1 s", sent=True)),
}
ISSUER = "https://login.example"


def saved_and_read(*exchanges: Exchange) -> Run:
    shown = tuple(redacted(one, Redactor(salt=b"x")) for one in exchanges)
    trace = trace_in(write_trace(Trace(NOW, "tokencli/0", redacted=True, settings=(), exchanges=shown)).encode())
    assert trace is not None
    return explain_trace(trace)


def metadata(status: int, body: bytes) -> Exchange:
    request = build_request("GET", f"{ISSUER}/.well-known/openid-configuration", ())
    return Exchange(
        Purpose.METADATA, request, Response(status, (("Content-Type", "application/json"),), body), NOW, 0.1
    )


@pytest.mark.parametrize("how", RUNS)
def test_the_verdict_and_the_findings_are_the_same(how: str) -> None:
    run = RUNS[how]
    again = saved_and_read(*run.exchanges)
    assert again.verdict is run.verdict
    assert [one.as_json() for one in again.findings] == [one.as_json() for one in run.findings]
    assert {one.name for one in again.deviations} == {one.name for one in run.deviations}


def test_a_run_that_ended_at_another_issuer_says_so_again() -> None:
    run = saved_and_read(metadata(200, b'{"issuer": "https://elsewhere.example"}'))
    assert run.ended == IssuerMismatch(
        f"{ISSUER}/.well-known/openid-configuration", ISSUER, "https://elsewhere.example"
    )


def test_a_run_that_found_no_metadata_says_so_again() -> None:
    assert isinstance(saved_and_read(metadata(404, b"")).ended, NotFound)


def test_a_trace_without_an_exchange_is_refused() -> None:
    with pytest.raises(UsageProblem, match="before anything was sent"):
        saved_and_read()


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"no JSON", b'{"access_token": "x"}', b"\xff"])
def test_another_text_is_no_trace(text: bytes) -> None:
    assert trace_in(text) is None
