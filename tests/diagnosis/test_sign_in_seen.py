"""The sign-in that a token request belongs to."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.diagnosis.evidence_of import asked, evidence_of
from tests.jose.keys import unsigned
from tests.oauth.channel import answer, refusal
from tokencli.diagnosis.evidence import Evidence
from tokencli.diagnosis.sign_in_seen import SignInSeen, sign_in_of
from tokencli.oauth.authorization.delivery import redirected
from tokencli.wire.exchange import Exchange, Purpose
from tokencli.wire.message import Request

REDEEMED = Exchange(Purpose.TOKEN, asked((("code", "c-1"),)), refusal("invalid_grant"), 9.0, 0.1)


def _authorized(started_at: float = 5.0, brought: str = "code=c-1", **members: str) -> Exchange:
    request = Request("GET", f"https://as.example/authorize?{urlencode(members)}")
    return Exchange(Purpose.AUTHORIZATION, request, redirected(f"https://app/cb?{brought}"), started_at, 0.5)


def _pushed(request_uri: str, **members: str) -> Exchange:
    request = asked(tuple(members.items()))
    return Exchange(Purpose.PUSHED_AUTHORIZATION, request, answer({"request_uri": request_uri}, 201), 1.0, 0.1)


def _seen(*exchanges: Exchange) -> SignInSeen:
    seen = sign_in_of(Evidence((*exchanges, REDEEMED)))
    assert seen is not None
    return seen


@pytest.mark.parametrize(
    ("started_at", "brought", "issued_at"), [(5.0, "code=c-1", 5.5), (0.0, "code=c-1", None), (5.0, "error=x", None)]
)
def test_when_a_code_came_is_known_only_where_it_was_seen_to_come(
    started_at: float, brought: str, issued_at: float | None
) -> None:
    assert _seen(_authorized(started_at, brought, client_id="app")).issued_at == issued_at


def test_what_was_pushed_counts_for_the_sign_in_that_names_it_and_for_no_other() -> None:
    others = (_pushed("urn:a", scope="first"), _pushed("urn:b", scope="second"))
    assert _seen(*others, _authorized(request_uri="urn:b")).asked("scope") == "second"
    assert _seen(*others, _authorized(request_uri="urn:c")).asked("scope") == ""


def test_what_a_request_object_says_counts_before_what_stands_beside_it() -> None:
    token = unsigned({"scope": "inside", "max_age": 5, "client_id": "app"}, "c2ln", alg="ES256")
    seen = _seen(_authorized(request=token, scope="beside"))
    assert (seen.asked("scope"), seen.asked_all("scope"), seen.asked("max_age")) == ("inside", ("inside", "beside"), "")


@pytest.mark.parametrize("token", ["no JWT", "eyJhbGciOiJkaXIifQ..AA.AA.AA", ""])
def test_a_request_object_that_cannot_be_read_leaves_what_stands_beside_it(token: str) -> None:
    assert _seen(_authorized(request=token, scope="beside")).asked_all("scope") == ("beside",)


def test_without_a_code_to_redeem_there_is_no_sign_in_in_question() -> None:
    other = evidence_of(refusal("invalid_grant"), asked((("refresh_token", "r"),))).exchanges
    assert sign_in_of(Evidence((_authorized(client_id="app"), *other))) is None
