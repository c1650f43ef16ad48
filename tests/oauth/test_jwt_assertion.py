from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import encode, unsigned
from tokencli.errors import UsageProblem
from tokencli.oauth.jwt_assertion import check_jwt_assertion
from tokencli.oauth.server import Server

NOW = 1_772_366_400.0
SERVER = Server("https://as.example", {"token_endpoint": "https://as.example/token"})
CLAIMS: dict[str, Any] = {"iss": "https://idp.example", "sub": "ada", "aud": "https://as.example", "exp": NOW + 300}


def _remarks(claims: dict[str, Any], algorithm: str = "RS256", server: Server = SERVER) -> list[str]:
    given = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not ...}
    return [one.what for one in check_jwt_assertion(unsigned(given, "AAAA", alg=algorithm), server, NOW)]


def test_a_good_assertion_has_no_remarks() -> None:
    assert _remarks({}) == []


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "exp"])
def test_a_claim_that_must_be_there_is_missed(name: str) -> None:
    assert _remarks({name: ...}) == [f"the assertion has no claim {name}"]


@pytest.mark.parametrize("name", ["iss", "sub"])
def test_a_claim_that_says_nothing_is_remarked(name: str) -> None:
    assert _remarks({name: ""}) == [f"the assertion's claim {name} is empty"]


@pytest.mark.parametrize("algorithm", ["none", "NONE"])
def test_an_assertion_that_is_not_signed_is_remarked(algorithm: str) -> None:
    assert _remarks({}, algorithm) == ["the assertion is not signed: its alg is none"]


@pytest.mark.parametrize(
    ("claims", "remarks"),
    [
        ({"exp": NOW - 59}, []),
        ({"exp": NOW - 60}, ["the assertion expired 60 seconds ago"]),
        ({"exp": NOW + 3600}, []),
        ({"exp": NOW + 3601}, ["the assertion expires more than an hour from now, which many servers refuse"]),
        ({"nbf": NOW + 60}, []),
        ({"nbf": NOW + 61}, ["the assertion is not valid before 61 seconds from now"]),
        (
            {"exp": "soon", "nbf": 10**400, "iat": True},
            [f"the assertion's {name} is no number of seconds" for name in ("exp", "nbf", "iat")],
        ),
    ],
)
def test_times_have_a_leeway_of_sixty_seconds(claims: dict[str, Any], remarks: list[str]) -> None:
    assert _remarks(claims) == remarks


@pytest.mark.parametrize("audience", ["https://as.example", "https://as.example/token", ["x", "https://as.example"]])
def test_issuer_and_token_endpoint_are_audiences(audience: Any) -> None:
    assert _remarks({"aud": audience}) == []


@pytest.mark.parametrize(
    ("audience", "told"), [("https://as.example/", "https://as.example/"), (["a", 5], "a, 5"), ([], ""), (None, "None")]
)
def test_another_audience_is_remarked_with_those_that_would_do(audience: Any, told: str) -> None:
    assert _remarks({"aud": audience}) == [
        f"the assertion's aud is {told}, not https://as.example or https://as.example/token"
    ]


def test_an_encrypted_assertion_cannot_be_looked_into() -> None:
    assert check_jwt_assertion(f"{encode({'alg': 'RSA-OAEP'})}.a.b.c.d", SERVER, NOW) == ()


def test_what_is_no_jwt_at_all_is_refused() -> None:
    with pytest.raises(UsageProblem, match="the assertion is no JWT: it has 1 part"):
        check_jwt_assertion("opaque", SERVER, NOW)


ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | st.just(10**400)
)


@given(st.dictionaries(st.sampled_from(["iss", "sub", "aud", "exp", "nbf"]), ANYTHING) | st.binary())
def test_any_claims_are_judged_without_a_fault(claims: Any) -> None:
    with suppress(UsageProblem):
        check_jwt_assertion(unsigned(claims, "AAAA", alg="RS256"), SERVER, NOW)
