from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import encode, unsigned
from tokencli.jose.verify import Signature
from tokencli.oauth.tokens.access_token import ExpectedByApi, check_access_token
from tokencli.oauth.tokens.claim_checks import Clock

if TYPE_CHECKING:
    from tokencli.oauth.tokens.check import Check

NOW = 1_772_366_400.0
EXPECTED = ExpectedByApi(Clock(NOW), "https://as.example", ("https://api.example",))
# RFC 9068 section 2.2.4, figure 2, with times of the test.
CLAIMS: dict[str, Any] = {
    "iss": "https://as.example",
    "sub": "5ba552d67",
    "aud": "https://api.example",
    "exp": NOW + 300,
    "iat": NOW - 1,
    "jti": "dbe39bf3a3ba4238a513f51d6e1691c4",
    "client_id": "s6BhdRkqt3",
    "scope": "openid profile reademail",
}


def _good(_: str) -> Signature:
    return Signature(good=True, why="the issuer's key 'k1' verifies it")


def _checks(claims: dict[str, Any], expected: ExpectedByApi = EXPECTED, typ: Any = "at+JWT") -> tuple[Check, ...]:
    given = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not ...}
    header = {} if typ is ... else {"typ": typ}
    return check_access_token(unsigned(given, "AAAA", alg="RS256", **header), expected, _good)


def _failed(claims: dict[str, Any], expected: ExpectedByApi = EXPECTED, typ: Any = "at+JWT") -> dict[str, str]:
    return {one.name: one.actual for one in _checks(claims, expected, typ) if not one.passed}


def test_a_good_token_passes_every_check() -> None:
    assert [(one.name, one.passed) for one in _checks({})] == [
        (name, True) for name in ("signature", "typ", "iss", "aud", "exp", "iat", "sub", "client_id", "jti", "scope")
    ]
    assert all(one.spec.startswith("RFC 9068 section ") for one in _checks({}))


def test_all_checks_are_done_and_none_stops_the_others() -> None:
    token = unsigned({"exp": 1, "auth_time": NOW + 90, "scope": ["a"], "nbf": NOW + 90}, "AAAA", alg="RS256")
    checks = check_access_token(token, EXPECTED, lambda _: Signature(good=False, why="no key verifies it"))
    assert {one.name: one.actual for one in checks if not one.passed} == {
        "signature": "no key verifies it",
        "typ": "missing",
        "iss": "missing",
        "aud": "missing",
        "exp": f"{NOW - 1:.0f} s ago",
        "nbf": "90 s from now",
        "iat": "missing",
        "sub": "missing",
        "client_id": "missing",
        "jti": "missing",
        "auth_time": "90 s from now",
        "scope": "['a']",
    }


def test_what_is_no_jwt_and_what_is_encrypted_fail_by_their_form() -> None:
    for token, told in (("opaque", "1 part between dots"), (f"{encode({'alg': 'RSA-OAEP'})}.a.b.c.d", "encrypted")):
        (check,) = check_access_token(token, EXPECTED, _good)
        assert (check.name, check.passed) == ("form", False)
        assert told in check.actual


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt", "Application/at+JWT"])
def test_the_type_is_that_of_access_tokens(typ: str) -> None:
    assert _failed({}, typ=typ) == {}


@pytest.mark.parametrize(("typ", "told"), [("JWT", "jwt"), ("at+jwt2", "at+jwt2"), (..., "missing"), (5, "5")])
def test_any_other_type_is_refused(typ: Any, told: str) -> None:
    assert _failed({}, typ=typ) == {"typ": told}


@pytest.mark.parametrize("issuer", ["https://as.example/", "https://AS.example", 5, None])
def test_the_issuer_must_be_the_same_to_the_letter(issuer: Any) -> None:
    assert set(_failed({"iss": issuer})) == {"iss"}


@pytest.mark.parametrize(
    ("audience", "passed"),
    [
        ("https://api.example", True),
        (["https://other.example", "https://api.example"], True),
        ("https://api.example/", False),
        (["https://other.example"], False),
        ([], False),
        ({"https://api.example": 1}, False),
        (None, False),
    ],
)
def test_the_audience_names_the_api_among_others(audience: Any, passed: bool) -> None:
    assert (_failed({"aud": audience}) == {}) is passed


def test_one_of_several_names_of_the_api_is_enough() -> None:
    several = replace(EXPECTED, audience=("orders", "https://api.example"))
    assert _failed({}, several) == {}
    (check,) = (one for one in _checks({"aud": "x"}, several) if one.name == "aud")
    assert (check.expected, check.actual) == ("contains orders or https://api.example", "x")


def test_what_nobody_expects_must_only_be_there() -> None:
    nobody = ExpectedByApi(Clock(NOW))
    assert _failed({}, nobody) == {}
    assert {"iss", "aud"}.isdisjoint(one.name for one in _checks({}, nobody))
    assert _failed({"iss": ..., "aud": ...}, nobody) == {"iss": "missing", "aud": "missing"}
    assert _failed({"iss": 5, "aud": []}, nobody) == {"iss": "5", "aud": "[]"}


def test_the_client_is_compared_where_it_is_known() -> None:
    assert _failed({}, replace(EXPECTED, client_id="s6BhdRkqt3")) == {}
    assert _failed({}, replace(EXPECTED, client_id="other")) == {"client_id": "s6BhdRkqt3"}


@pytest.mark.parametrize("name", ["sub", "client_id", "jti"])
@pytest.mark.parametrize("value", ["", 5, ["a"], None, ...])
def test_what_is_required_is_a_text(name: str, value: Any) -> None:
    assert set(_failed({name: value})) == {name}


def test_a_scope_is_a_text_where_there_is_one() -> None:
    assert _failed({"scope": ["a", "b"]}) == {"scope": "['a', 'b']"}
    assert "scope" not in {one.name for one in _checks({"scope": ...})}


def test_times_have_the_leeway_that_was_asked_for() -> None:
    tight = replace(EXPECTED, clock=Clock(NOW, leeway=0))
    assert _failed({"exp": NOW + 1}, tight) == {}
    assert _failed({"exp": NOW}, tight) == {"exp": "0 s from now"}
    assert _failed({"exp": NOW - 59}) == {}
    assert _failed({"exp": NOW - 60}) == {"exp": "60 s ago"}


def test_a_clock_that_goes_wrong_is_named_beside_the_time() -> None:
    ahead = replace(EXPECTED, clock=Clock(NOW, difference=300.0))
    assert _failed({"nbf": NOW + 90}, ahead) == {
        "nbf": "90 s from now; the server's clock is 300 s ahead of this machine's"
    }


def test_that_it_was_issued_later_than_now_is_told_and_forbidden_by_nobody() -> None:
    (check,) = (one for one in _checks({"iat": NOW + 900}) if one.name == "iat")
    assert (check.passed, check.actual) == (True, "900 s from now")
    assert _failed({"iat": "now"}) == {"iat": "now, which is no time"}


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.just(10**400)


@given(st.dictionaries(st.sampled_from([*CLAIMS, "nbf", "auth_time"]), ANYTHING), ANYTHING)
def test_claims_of_any_form_are_checked_without_a_fault(claims: dict[str, Any], typ: Any) -> None:
    checks = _checks(claims, typ=typ)
    assert {"signature", "typ", "iss", "aud", "exp", "iat", "sub", "client_id", "jti"} <= {one.name for one in checks}
    json.dumps([one.actual for one in checks])
