"""Which sign-in a token request belongs to."""

from __future__ import annotations

import pytest

from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.finding import Confidence
from tokencli.diagnosis.sign_in_seen import SignInSeen, read_sign_ins, sign_in_of
from tokencli.wire.exchange import UNSEEN_ANSWER, UNSEEN_REQUEST, Exchange, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response

AUTHORIZE = "https://login.example/authorize"
FORM = (("Content-Type", FORM_MEDIA_TYPE),)


def sign_in(state: str, code: str = "", started_at: float = 0.0, more: str = "") -> Exchange:
    answer = (
        Response(302, (("Location", f"https://app.example/cb?code={code}&state={state}"),)) if code else UNSEEN_ANSWER
    )
    return Exchange(Purpose.AUTHORIZATION, Request("GET", f"{AUTHORIZE}?state={state}{more}"), answer, started_at, 2.0)


def redeemed(*exchanges: Exchange, code: str = "c-1") -> Evidence:
    request = Request(
        "POST", "https://login.example/token", FORM, f"grant_type=authorization_code&code={code}".encode()
    )
    return Evidence((*exchanges, Exchange(Purpose.TOKEN, request, Response(400), 10.0, 0)))


def test_it_is_the_one_that_brought_the_code_wherever_it_stands() -> None:
    seen = sign_in_of(redeemed(sign_in("a", "c-1", 5.0), sign_in("b", "c-2"), sign_in("c")))
    assert seen is not None
    assert (seen.asked("state"), seen.linked, seen.issued_at) == ("a", True, 7.0)


def test_else_it_is_the_last_one_of_which_nobody_saw_the_end() -> None:
    seen = sign_in_of(redeemed(sign_in("a"), sign_in("b"), sign_in("c", "c-2")))
    assert seen is not None
    assert (seen.asked("state"), seen.linked, seen.issued_at) == ("b", False, None)


def test_one_that_brought_another_code_is_not_it() -> None:
    assert sign_in_of(redeemed(sign_in("a", "c-2"))) is None


def test_one_whose_request_was_not_seen_says_nothing_of_what_was_asked() -> None:
    unseen = Exchange(
        Purpose.AUTHORIZATION, UNSEEN_REQUEST, Response(302, (("Location", "https://app/cb?code=c-1"),)), 0, 0
    )
    evidence = redeemed(unseen)
    assert sign_in_of(evidence) is None
    assert [one.linked for one in read_sign_ins(evidence)] == [True]


def test_a_request_without_a_code_belongs_to_none() -> None:
    assert sign_in_of(Evidence((sign_in("a", "c-1"),))) is None


def test_a_request_object_or_a_pushed_request_that_cannot_be_read_adds_nothing() -> None:
    pushed = Exchange(
        Purpose.PUSHED_AUTHORIZATION,
        Request("POST", "https://login.example/par", FORM, b"scope=x"),
        UNSEEN_ANSWER,
        0,
        0,
    )
    seen = sign_in_of(redeemed(pushed, sign_in("a", more="&request=no-jwt&request_uri=urn%3Ax")))
    assert seen is not None
    assert seen.asked("scope") == ""
    assert seen.asked_all("state") == ("a",)


@pytest.mark.parametrize(
    ("place", "other", "sure"),
    [
        ("", "made", Confidence.CERTAIN),
        ("entry 1", "made", Confidence.CERTAIN),
        ("line 3", "made", Confidence.LIKELY),
        ("a.txt, line 3", "made-up-and-more", Confidence.POSSIBLE),
        ("line 3", "another", Confidence.CERTAIN),
        ("line 3", "", Confidence.CERTAIN),
    ],
)
def test_the_last_value_of_an_address_in_a_text_may_have_another_end(place: str, other: str, sure: Confidence) -> None:
    exchange = Exchange(Purpose.AUTHORIZATION, UNSEEN_REQUEST, UNSEEN_ANSWER, 1.0, 0.1, place)
    assert (
        SignInSeen(exchange, (), {"state": "x", "code": "made-up"}, linked=False, whole=True).sureness("made-up", other)
        is sure
    )
    elsewhere = SignInSeen(exchange, (), {"code": "made-up", "state": "x"}, linked=False, whole=True)
    assert elsewhere.sureness("made-up", other) is Confidence.CERTAIN
