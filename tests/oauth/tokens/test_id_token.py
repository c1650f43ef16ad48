from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import encode, unsigned
from tokencli.jose.verify import Signature
from tokencli.oauth.tokens.claim_checks import FOREIGN_TYPES
from tokencli.oauth.tokens.id_token import Expected, check_id_token, half_hash

if TYPE_CHECKING:
    from tokencli.oauth.tokens.check import Check

NOW = 1_772_366_400.0
EXPECTED = Expected("https://as.example", "app", NOW)
CLAIMS: dict[str, Any] = {"iss": "https://as.example", "aud": "app", "sub": "ada", "exp": NOW + 300, "iat": NOW - 1}
ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"


def _good(_: str) -> Signature:
    return Signature(good=True, why="the issuer's key 'k1' verifies it")


def _checks(claims: dict[str, Any], expected: Expected = EXPECTED, **header: Any) -> tuple[Check, ...]:
    given = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not ...}
    return check_id_token(unsigned(given, "AAAA", **{"alg": "RS256", **header}), expected, _good)


def _failed(claims: dict[str, Any], expected: Expected = EXPECTED, **header: Any) -> dict[str, str]:
    return {one.name: one.actual for one in _checks(claims, expected, **header) if not one.passed}


def _check(name: str, claims: dict[str, Any], expected: Expected = EXPECTED, **header: Any) -> Check:
    (found,) = (one for one in _checks(claims, expected, **header) if one.name == name)
    return found


def test_a_good_token_passes_every_check() -> None:
    assert [(one.name, one.passed) for one in _checks({})] == [
        (name, True) for name in ("signature", "iss", "aud", "exp", "iat", "sub")
    ]


def test_all_checks_are_done_and_none_stops_the_others() -> None:
    token = unsigned({"exp": 1}, "AAAA", alg="RS256", typ="at+jwt")
    checks = check_id_token(token, EXPECTED, lambda _: Signature(good=False, why="no key verifies it"))
    assert {one.name: one.actual for one in checks if not one.passed} == {
        "signature": "no key verifies it",
        "typ": "at+jwt",
        "iss": "missing",
        "aud": "missing",
        "exp": f"{NOW - 1:.0f} s ago",
        "iat": "missing",
        "sub": "missing",
    }


def test_what_is_no_jwt_and_what_is_encrypted_fail_by_their_form() -> None:
    (check,) = check_id_token("opaque", EXPECTED, _good)
    assert (check.name, check.passed) == ("form", False)
    assert "1 part between dots" in check.actual
    (check,) = check_id_token(f"{encode({'alg': 'RSA-OAEP'})}.a.b.c.d", EXPECTED, _good)
    assert (check.name, check.passed) == ("form", False)
    assert "encrypted" in check.actual


@pytest.mark.parametrize("issuer", ["https://as.example/", "https://AS.example", "http://as.example", 5, None])
def test_the_issuer_must_be_the_same_to_the_letter(issuer: Any) -> None:
    check = _check("iss", {"iss": issuer})
    assert (check.passed, check.expected) == (False, "https://as.example")


@pytest.mark.parametrize(
    ("audience", "failed"),
    [
        (["app"], {}),
        (["app", "app"], {}),
        ("other", {"aud": "other"}),
        ([], {"aud": "[]"}),
        (["other"], {"aud": "['other']"}),
        (["app", "other", 5], {"aud": "other, 5"}),
        ({"app": 1}, {"aud": "{'app': 1}"}),
        (None, {"aud": "missing"}),
    ],
)
def test_the_audience_is_this_client_and_nobody_else(audience: Any, failed: dict[str, str]) -> None:
    assert _failed({"aud": audience}) == failed


def test_audiences_that_somebody_trusts_may_stand_beside_the_client() -> None:
    trusting = replace(EXPECTED, trusted=("other",))
    assert _failed({"aud": ["app", "other"]}, trusting) == {}
    assert _failed({"aud": ["other"]}, trusting) == {"aud": "['other']"}
    check = next(one for one in _checks({"aud": ["app", "x"]}, trusting) if not one.passed)
    assert (check.expected, check.actual) == ("nobody but app, other", "x")


def test_what_nobody_expects_must_only_be_there() -> None:
    nobody = replace(EXPECTED, issuer="", client_id="")
    assert _failed({"azp": "x", "aud": ["a", "b"], "iss": "https://x.example"}, nobody) == {}
    assert {"iss", "aud"}.isdisjoint(one.name for one in _checks({}, nobody))
    assert _failed({"iss": ..., "aud": ...}, nobody) == {"iss": "missing", "aud": "missing"}


def test_the_leeway_is_that_which_was_asked_for() -> None:
    assert _failed({"exp": NOW - 1, "iat": NOW + 1}, replace(EXPECTED, leeway=0)) == {
        "exp": "1 s ago",
        "iat": "1 s from now",
    }
    assert _failed({"exp": NOW - 299}, replace(EXPECTED, leeway=300)) == {}


def test_the_authorized_party_is_this_client_where_it_is_named() -> None:
    assert _failed({"azp": "app"}) == {}
    assert _failed({"azp": "other"}) == {"azp": "other"}
    assert _failed({"azp": None}) == {"azp": "missing"}


@pytest.mark.parametrize(
    ("claims", "failed"),
    [
        ({"exp": NOW - 59}, {}),
        ({"exp": NOW - 60}, {"exp": "60 s ago"}),
        ({"exp": ...}, {"exp": "missing"}),
        ({"exp": "1772366700"}, {"exp": "1772366700, which is no time"}),
        ({"exp": True}, {"exp": "True, which is no time"}),
        ({"iat": NOW + 60}, {}),
        ({"iat": NOW + 61}, {"iat": "61 s from now"}),
        ({"iat": ...}, {"iat": "missing"}),
        ({"nbf": NOW + 60}, {}),
        ({"nbf": NOW + 90}, {"nbf": "90 s from now"}),
        ({"nbf": "later"}, {"nbf": "later, which is no time"}),
    ],
)
def test_times_have_a_leeway_of_sixty_seconds(claims: dict[str, Any], failed: dict[str, str]) -> None:
    assert _failed(claims) == failed


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (300.0, "90 s from now; the server's clock is 300 s ahead of this machine's"),
        (-300.0, "90 s from now; the server's clock is 300 s behind this machine's"),
        (60.0, "90 s from now"),
        (None, "90 s from now"),
    ],
)
def test_a_clock_that_goes_wrong_is_named_beside_the_time(difference: float | None, words: str) -> None:
    assert _failed({"iat": NOW + 90}, replace(EXPECTED, clock_difference=difference)) == {"iat": words}


@pytest.mark.parametrize(
    ("found", "actual", "passed"),
    [("n-1", "the same", True), ("n-2", "another", False), (5, "another", False), ("\ud800", "another", False), (..., "missing", False)],
)  # fmt: skip
def test_the_nonce_that_was_sent_must_come_back_and_is_not_shown(found: Any, actual: str, passed: bool) -> None:
    check = _check("nonce", {"nonce": found}, replace(EXPECTED, nonce="n-1"))
    assert (check.actual, check.passed) == (actual, passed)


def test_a_nonce_that_was_not_sent_is_not_looked_at() -> None:
    assert _failed({"nonce": "n-1"}) == {}


@pytest.mark.parametrize("subject", ["", "a" * 256, "Ünal", 5, None])
def test_a_subject_is_up_to_255_ascii_characters(subject: Any) -> None:
    check = _check("sub", {"sub": subject})
    assert not check.passed
    assert len(check.actual) <= 60
    assert _check("sub", {"sub": "a" * 255}).passed


@pytest.mark.parametrize(
    ("moment", "passed"), [(NOW - 100, True), (NOW - 160, True), (NOW - 161, False), (..., False), ("now", False)]
)
def test_with_max_age_the_sign_in_must_be_fresh(moment: Any, passed: bool) -> None:
    assert _check("auth_time", {"auth_time": moment}, replace(EXPECTED, max_age=100)).passed is passed
    assert _failed({"auth_time": moment}) == {}


def test_a_max_age_of_nothing_is_one_too() -> None:
    assert not _check("auth_time", {"auth_time": NOW - 61}, replace(EXPECTED, max_age=0)).passed


@pytest.mark.parametrize("name", ["at_hash", "c_hash", "s_hash"])
def test_a_half_hash_must_be_that_of_what_came_with_it(name: str) -> None:
    expected = replace(EXPECTED, access_token="a", code="b", state="c")
    values = {"at_hash": "a", "c_hash": "b", "s_hash": "c"}
    assert _check(name, {name: half_hash(values[name], "RS256")}, expected).passed
    check = _check(name, {name: half_hash("another", "RS256")}, expected)
    assert (check.passed, check.expected) == (False, half_hash(values[name], "RS256"))
    assert _failed({name: half_hash("another", "RS256")}) == {}


def test_a_half_hash_under_an_algorithm_without_a_hash_cannot_be_checked() -> None:
    assert _failed({"at_hash": "x"}, replace(EXPECTED, access_token="a"), alg="ML-DSA-44") == {}


@pytest.mark.parametrize(
    ("value", "algorithm", "half"),
    [
        # OpenID Connect Core appendix A.3 and A.4, the OpenID conformance suite, and the same value under longer hashes.
        (ACCESS_TOKEN, "RS256", "77QmUPtjPfzWtF2AnpK9RQ"),
        ("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", "RS256", "LDktKdoQak3Pk0cnXxCltA"),
        ("12345", "HS256", "WZRHGrsBESr8wYFZ9sx0tA"),
        (ACCESS_TOKEN, "ES256K", "77QmUPtjPfzWtF2AnpK9RQ"),
        (ACCESS_TOKEN, "ES384", "jtAeDp945y1dDqU3nkIVGNZP1HjH_MFs"),
        (ACCESS_TOKEN, "PS512", "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"),
        (ACCESS_TOKEN, "EdDSA", "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"),
        (ACCESS_TOKEN, "Ed25519", "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"),
        (ACCESS_TOKEN, "Ed448", "W6Ie3EoycJT-JESJ2WSAWX7LRP3FuHvmvNycBMeL-NngYGhJXChp7YRUBdOXcrKGZD4qnhCAstjO"),
        (ACCESS_TOKEN, "ML-DSA-44", None),
        (ACCESS_TOKEN, "", None),
    ],
)
def test_the_half_hash_is_that_of_the_published_examples(value: str, algorithm: str, half: str | None) -> None:
    assert half_hash(value, algorithm) == half


@pytest.mark.parametrize("kind", sorted(FOREIGN_TYPES))
def test_a_token_of_a_type_made_for_something_else_is_refused(kind: str) -> None:
    assert _failed({}, typ=kind) == _failed({}, typ=f"Application/{kind.upper()}") == {"typ": kind}


@pytest.mark.parametrize("kind", ["JWT", "jwt", "application/jwt", 5])
def test_the_usual_type_is_no_matter(kind: Any) -> None:
    assert _failed({}, typ=kind) == {}


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.just(10**400)
NAMES = ["iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "sub", "auth_time", "at_hash", "c_hash", "s_hash"]


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING), st.sampled_from(["RS256", "Ed448", "none", ""]))
def test_claims_of_any_form_are_checked_without_a_fault(claims: dict[str, Any], algorithm: str) -> None:
    expected = replace(EXPECTED, nonce="n", max_age=10, access_token="a", code="b", state="c", clock_difference=99.0)
    checks = check_id_token(unsigned(claims, "AAAA", alg=algorithm), expected, _good)
    assert {"signature", "iss", "aud", "exp", "iat", "sub", "nonce", "auth_time"} <= {one.name for one in checks}
    json.dumps([one.actual for one in checks])
