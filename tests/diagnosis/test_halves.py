"""Half a conversation: what was not seen is never said to be missing, and what was seen is still looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.diagnosis.evidence_of import evidence_of
from tests.diagnosis.test_cases import ALL
from tests.oauth.channel import answer
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.evidence import Evidence
from tokencli.wire.exchange import UNSEEN_ANSWER, UNSEEN_REQUEST, Exchange, NoAnswer, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request

if TYPE_CHECKING:
    from tests.diagnosis.case_text import Case

# Metadata that stands alone is read as what it is, not as an answer.
WITH_ANSWER = [
    case
    for case in ALL
    if case.evidence.last
    and not isinstance(case.evidence.last.answer, NoAnswer)
    and case.evidence.last.purpose is not Purpose.METADATA
]


@pytest.mark.parametrize("case", WITH_ANSWER, ids=[case.name for case in WITH_ANSWER])
def test_an_answer_alone_says_nothing_of_the_request(case: Case) -> None:
    last = case.evidence.last
    assert last is not None
    alone = Evidence((replace(last, request=UNSEEN_REQUEST, started_at=0.0),))
    for finding in find(alone):
        places = [place for place in finding.where if place.exchange.endswith("request")]
        assert not places, f"{finding.name} speaks of a request that nobody saw: {places}"


def asked(method: str, body: str, *headers: tuple[str, str], url: str = "https://login.example/token") -> Evidence:
    request = Request(method, url, (("Content-Type", FORM_MEDIA_TYPE), *headers), body.encode())
    return Evidence((Exchange(Purpose.TOKEN, request, UNSEEN_ANSWER, 0, 0),))


REQUESTS = {
    "form-expected": asked("GET", "", url="https://login.example/token?grant_type=client_credentials"),
    "parameter-twice": asked("POST", "grant_type=client_credentials&client_id=a&client_id=b"),
    "scope-with-commas": asked("POST", "grant_type=client_credentials&client_id=a&scope=a,b"),
    "client-secret-has-white-space": asked(
        "POST", "grant_type=client_credentials&client_id=a&client_secret=hush-hush%0A"
    ),
    "client-id-missing": asked("POST", "grant_type=refresh_token&refresh_token=rt-1-rt-1"),
    "grant-type-missing": asked("POST", "client_id=a&client_secret=hush-hush"),
    "basic-header-malformed": asked("POST", "grant_type=client_credentials", ("Authorization", "Basic a:b-c-d-e")),
    "two-client-authentication-methods": asked(
        "POST", "grant_type=client_credentials&client_secret=hush-hush", ("Authorization", "Basic YTpoaW50")
    ),
    "code-verifier-malformed": asked("POST", "grant_type=authorization_code&client_id=a&code=x&code_verifier=short"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_odd_about_a_request_is_found_without_an_answer(name: str) -> None:
    assert name in [finding.name for finding in find(REQUESTS[name])]


def test_a_good_request_without_an_answer_gives_no_finding() -> None:
    assert find(asked("POST", "grant_type=client_credentials&client_id=a&client_secret=hush-hush")) == ()


def test_a_body_that_was_not_captured_is_not_missing() -> None:
    head = Request(
        "POST", "https://login.example/token", (("Content-Type", FORM_MEDIA_TYPE), ("Content-Length", "120"))
    )
    answer = next(
        case for case in WITH_ANSWER if case.name.startswith("client_authentication/client-secret-missing:")
    ).evidence.last
    assert answer is not None
    evidence = Evidence((replace(answer, request=head),))
    assert not [one.name for one in find(evidence) if one.name.endswith("-missing")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (
            "The grant is invalid, expired, revoked or was issued to another client. The code has already been used.",
            "code-expired-or-used",
        ),
        ("Authorization code has expired", "code-expired-or-used"),
        ("The code or refresh token has expired", "invalid-grant"),
        ("The device code has expired", "invalid-grant"),
        ("Failed to verify code verifier", "code-verifier-differs"),
        ("code_verifier is missing, so the code is invalid", "invalid-grant"),
        ("Invalid code_challenge_method", "invalid-grant"),
    ],
)
def test_the_words_of_an_answer_alone_may_tell_the_cause(words: str, name: str) -> None:
    said = answer({"error": "invalid_grant", "error_description": words}, 400)
    first, *_ = [one for one in find(evidence_of(said, UNSEEN_REQUEST)) if one.name in _BY_WORDS]
    assert first.name == name


_BY_WORDS = frozenset({"code-expired-or-used", "code-verifier-differs", "invalid-grant"})
