from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.diagnosis.evidence_of import URL, asked, evidence_of
from tests.oauth.channel import TOKENS, answer, refusal
from tokencli.diagnosis.earlier_use import earlier_uses
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.finding import Confidence
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.endpoints.device_authorization import DeviceAuthorization
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response
from tokencli.wire.trace import Setting

LOST = NoAnswer(NoAnswerReason.TIMEOUT, "no answer", sent=True)


def test_a_run_in_which_nothing_was_sent_has_nothing_to_show() -> None:
    evidence = Evidence(())
    assert (evidence.last, evidence.request, evidence.response, evidence.reply, evidence.provider) == (None,) * 5
    assert (evidence.status, evidence.form, evidence.host, evidence.endpoint_path) == (0, (), "", "")
    assert (evidence.sent_at, evidence.server_time, evidence.client.method) == (None, None, "")
    assert find(evidence) == ()


def test_the_run_ended_with_the_last_exchange_that_fetched_no_keys() -> None:
    token, keys = evidence_of(answer(TOKENS)), evidence_of(answer({"keys": []}), purpose=Purpose.KEYS)
    evidence = Evidence((*token.exchanges, *keys.exchanges))
    assert evidence.last == token.exchanges[0]
    assert isinstance(evidence.reply, TokenSet)


def test_keys_are_what_the_run_was_for_where_nothing_but_metadata_was_asked_for() -> None:
    metadata = evidence_of(answer({"issuer": "x"}), purpose=Purpose.METADATA).exchanges
    keys = evidence_of(LOST, purpose=Purpose.KEYS).exchanges
    assertion = evidence_of(LOST, purpose=Purpose.ASSERTION).exchanges
    assert Evidence((*metadata, *keys)).last == Evidence(keys).last == keys[0]
    assert Evidence(metadata).last == Evidence((*metadata, *assertion)).last == metadata[0]


def test_an_answer_is_judged_as_its_endpoint_speaks() -> None:
    handed = {"device_code": "d", "user_code": "u", "verification_uri": "https://as.example/a"}
    device = evidence_of(answer(handed), purpose=Purpose.DEVICE_AUTHORIZATION)
    assert isinstance(device.reply, DeviceAuthorization)
    assert isinstance(evidence_of(answer(handed)).reply, Unrecognised)
    assert evidence_of(answer({"issuer": "x"}), purpose=Purpose.METADATA).reply is None
    assert evidence_of(LOST).reply is None


def test_a_pushed_request_and_a_sign_in_are_judged_by_what_they_refuse() -> None:
    pushed = evidence_of(
        answer({"request_uri": "urn:x:1", "expires_in": 60}, 201), purpose=Purpose.PUSHED_AUTHORIZATION
    )
    assert pushed.reply is None
    refused = evidence_of(refusal("invalid_request"), purpose=Purpose.PUSHED_AUTHORIZATION)
    assert refused.error == "invalid_request"


def test_an_exchange_for_something_nobody_thought_of_is_a_fault_of_ours() -> None:
    unknown: Any = "unknown"
    with pytest.raises(AssertionError):
        assert evidence_of(answer(TOKENS), purpose=unknown).reply


def test_the_server_refused_in_whatever_words() -> None:
    assert evidence_of(refusal("invalid_grant", 200)).refused
    assert evidence_of(answer(b"<html>", 403)).refused
    assert not evidence_of(answer(b"<html>", 200)).refused
    assert not evidence_of(answer(TOKENS)).refused


@pytest.mark.parametrize(
    ("response", "refused"),
    [
        (refusal("invalid_client", 400), True),
        (answer(b"", 401), True),
        (refusal("acme_no", 401), True),
        (refusal("invalid_grant", 401), False),
        (answer(b"", 403), False),
    ],
)
def test_the_client_itself_was_refused(response: Response, refused: bool) -> None:
    assert evidence_of(response).client_refused is refused


def test_a_time_of_sending_that_is_not_known_is_none() -> None:
    assert evidence_of(LOST, started_at=5.0).sent_at == 5.0
    assert evidence_of(LOST, started_at=0.0).sent_at is None


@pytest.mark.parametrize(
    ("date", "seconds"),
    [("Thu, 01 Jan 1970 00:00:10 GMT", 10.0), ("Thu Jan  1 00:00:10 1970", 10.0), ("", None), ("now", None)],
)
def test_the_clock_of_the_server_is_that_of_its_date(date: str, seconds: float | None) -> None:
    assert evidence_of(answer(TOKENS, 200, ("Date", date))).server_time == seconds
    assert evidence_of(LOST).server_time is None


def test_what_was_asked_for_is_that_of_the_last_request_that_names_any_else_of_the_settings() -> None:
    first, second = (evidence_of(LOST, asked(members)).exchanges for members in ((("scope", "a b a"),), ()))
    settings = (Setting("scope", "x, y", "--scope"),)
    assert Evidence((*first, *second), settings=settings).asked_scope == ("a", "b")
    assert Evidence(second, settings=settings).asked_scope == ("x", "y")
    assert Evidence(second).asked_scope == ()


def test_a_value_that_an_earlier_token_request_carried_was_sent_before() -> None:
    one = evidence_of(LOST, asked((("code", "c"),))).exchanges
    other = evidence_of(LOST, asked((("code", "d"),))).exchanges
    assert [use.exchange for use in earlier_uses(Evidence((*one, *one)), "code")] == [*one]
    assert not list(earlier_uses(Evidence((*other, *one)), "code"))
    assert not list(earlier_uses(Evidence(one), "code"))


def test_a_body_that_is_no_form_has_no_members() -> None:
    assert evidence_of(LOST, Request("POST", URL, (("Content-Type", "application/json"),), b"a=1")).form == ()
    assert evidence_of(LOST, Request("POST", URL, (), b"a=1")).form == ()


MEMBERS = st.lists(
    st.tuples(
        st.sampled_from(["grant_type", "code", "scope", "client_id", "assertion", "redirect_uri"]), st.text(max_size=5)
    ),
    max_size=4,
)
BODIES = st.binary() | st.dictionaries(
    st.sampled_from(["error", "error_description", "access_token", "scope", "expires_in", "issuer"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.lists(st.text(max_size=3), max_size=2),
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["Date", "WWW-Authenticate", "Location", "Retry-After", "Content-Type"]), st.text(max_size=10)
    ),
    max_size=2,
)


@given(MEMBERS, BODIES, st.integers(100, 599), HEADERS, st.sampled_from(Purpose))
def test_whatever_came_back_the_rules_find_what_they_find_without_a_fault(
    members: Any, body: Any, status: int, headers: Any, purpose: Purpose
) -> None:
    exchange = Exchange(purpose, asked(tuple(members)), answer(body, status, *headers), 1.0, 0.5)
    order = [list(Confidence).index(finding.confidence) for finding in find(Evidence((exchange,), {"issuer": "https://[", "scopes_supported": [1]}, (Setting("issuer", "https://[", "x"),)))]  # fmt: skip
    assert order == sorted(order)
