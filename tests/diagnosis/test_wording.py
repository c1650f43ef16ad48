from __future__ import annotations

from typing import Any

import pytest

from tests.diagnosis.evidence_of import asked, evidence_of
from tests.oauth.channel import TOKENS, answer
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.wording import (
    CODE_VERIFIER,
    REDIRECT_URI,
    SPENT,
    answer_name,
    because,
    error_pointer,
    host_asked,
    may_be_spent,
    quote,
    request_name,
    says,
    singles_out,
    singles_out_another,
    tls_problem,
    words,
)
from tokencli.wire.credentials import write_basic
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response


def _said(description: str) -> Evidence:
    return evidence_of(answer({"error": "invalid_grant", "error_description": description}, 400))


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"error": "x", "error_description": " a\n b ", "hint": "c", "message": "c"}, "a b c"),
        ({"error": {"code": "x", "message": "inner"}, "detail": "outer"}, "outer inner"),
        ({"error": "x", "error_description": 5}, ""),
        ({"message": "no"}, "no"),
        (b"no such page", "no such page"),
        (TOKENS, ""),
    ],
)
def test_the_words_of_the_server_are_collected_on_one_line(members: Any, told: str) -> None:
    response = answer(members, 400) if members is not TOKENS else answer(members)
    if isinstance(members, bytes):
        response = Response(400, (("Content-Type", "text/plain"),), members)
    assert words(evidence_of(response)) == told


def test_a_challenge_speaks_too() -> None:
    challenge = ("WWW-Authenticate", 'Basic realm="x", Bearer error_description="expired"')
    assert words(evidence_of(answer(b"", 401, challenge))) == "expired"


def test_a_sentence_that_is_said_for_everything_names_nothing() -> None:
    assert says(_said("Code EXPIRED"), SPENT)
    assert not says(_said("The code is invalid, expired, revoked or was issued to another client"), SPENT)


def test_one_cause_is_singled_out_only_where_no_other_is_named() -> None:
    assert singles_out(_said("redirect_uri mismatch"), REDIRECT_URI)
    assert singles_out_another(_said("redirect_uri mismatch"), CODE_VERIFIER)
    assert not singles_out(_said("redirect_uri or code_verifier wrong"), REDIRECT_URI)
    assert not singles_out_another(_said("no"), CODE_VERIFIER)


def test_a_quote_is_short_and_without_what_was_secret_in_the_request() -> None:
    request = asked((("code", "sEcReT-code-1"),), ("Authorization", write_basic("ci", "sEcReT-pass-2")))
    response = answer({"error": "x", "error_description": "sEcReT-code-1 sEcReT-pass-2 " + "y" * 300}, 400)
    told = quote(evidence_of(response, request))
    assert "sEcReT" not in told
    assert (len(told), told[-1]) == (200, "…")
    assert because("a fact", _said("hm")) == "a fact; the server said: hm"
    assert because("a fact", evidence_of(answer(b"", 400))) == "a fact"


def test_exchanges_are_called_by_their_purpose() -> None:
    device = evidence_of(answer(b"", 400), purpose=Purpose.DEVICE_AUTHORIZATION)
    assert (request_name(device), answer_name(device)) == (
        "device authorization request",
        "device authorization answer",
    )
    assert request_name(Evidence(())) == "token request"


def test_the_place_of_an_error_is_its_code_or_the_status() -> None:
    assert error_pointer(_said("")) == Pointer("token answer", "error", "invalid_grant")
    assert error_pointer(evidence_of(answer(b"", 500))) == Pointer("token answer", "status", "500")


@pytest.mark.parametrize(
    ("grant_type", "sent", "told"),
    [
        ("authorization_code", True, "the request may have reached the server, so the code may be spent"),
        ("refresh_token", True, "the request may have reached the server, so the refresh token may be spent"),
        ("refresh_token", False, ""),
        ("client_credentials", True, ""),
    ],
)
def test_what_a_lost_answer_may_have_spent_is_said(grant_type: str, sent: bool, told: str) -> None:
    lost = NoAnswer(NoAnswerReason.TIMEOUT, "no answer", sent)
    assert may_be_spent(evidence_of(lost, asked((("grant_type", grant_type),)))) == told


def test_what_the_tls_library_said_is_only_said_of_tls() -> None:
    assert tls_problem(evidence_of(NoAnswer(NoAnswerReason.TLS, "expired"))) == "expired"
    assert tls_problem(evidence_of(NoAnswer(NoAnswerReason.CONNECT, "refused"))) == ""


def test_a_host_that_is_not_known_is_said_in_words() -> None:
    assert host_asked(evidence_of(answer(TOKENS))) == "as.example"
    assert host_asked(Evidence(())) == "the server"
