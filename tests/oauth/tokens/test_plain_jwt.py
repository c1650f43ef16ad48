from __future__ import annotations

from typing import Any

import pytest

from tests.jose.keys import unsigned
from tokencli.jose.verify import Signature
from tokencli.oauth.tokens.access_token import ExpectedByApi
from tokencli.oauth.tokens.claim_checks import Clock
from tokencli.oauth.tokens.plain_jwt import check_plain_jwt

NOW = 1_772_366_400.0
NOBODY = ExpectedByApi(Clock(NOW))
SOMEBODY = ExpectedByApi(Clock(NOW), "https://as.example", ("api",))


def _passed(claims: dict[str, Any], expected: ExpectedByApi, *, good: bool = True) -> dict[str, bool]:
    token = unsigned(claims, "AAAA", alg="RS256")
    checks = check_plain_jwt(token, expected, lambda _: Signature(good, "it is as it is"))
    return {one.name: one.passed for one in checks}


def test_of_a_jwt_that_says_nothing_only_the_signature_is_checked() -> None:
    assert _passed({}, NOBODY) == {"signature": True}
    assert _passed({}, NOBODY, good=False) == {"signature": False}


def test_what_it_says_of_its_times_must_hold() -> None:
    assert _passed({"exp": NOW + 1, "nbf": NOW - 1}, NOBODY) == {"signature": True, "exp": True, "nbf": True}
    assert _passed({"exp": NOW - 99, "nbf": NOW + 99}, NOBODY) == {"signature": True, "exp": False, "nbf": False}
    assert _passed({"exp": None}, NOBODY) == {"signature": True, "exp": False}


@pytest.mark.parametrize(
    ("claims", "issuer", "audience"),
    [
        ({"iss": "https://as.example", "aud": "api"}, True, True),
        ({"iss": "https://as.example", "aud": ["x", "api"]}, True, True),
        ({"iss": "https://other.example", "aud": "x"}, False, False),
        ({}, False, False),
    ],
)
def test_what_somebody_expects_must_be_there(claims: dict[str, Any], issuer: bool, audience: bool) -> None:
    assert _passed(claims, SOMEBODY) == {"signature": True, "iss": issuer, "aud": audience}


def test_what_is_no_jwt_fails_by_its_form() -> None:
    (check,) = check_plain_jwt("opaque", NOBODY, lambda _: Signature(good=True, why=""))
    assert (check.name, check.passed) == ("form", False)
