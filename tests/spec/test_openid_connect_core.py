"""OpenID Connect Core 1.0 appendix A: the printed ID tokens, checked at the time they were made for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.spec.published import published
from tokencli.jose.verify import verify_signature
from tokencli.oauth.tokens.claim_checks import LEEWAY_SECONDS
from tokencli.oauth.tokens.id_token import Expected, check_id_token, half_hash

if TYPE_CHECKING:
    from tokencli.jose.verify import Signature
    from tokencli.oauth.tokens.check import Check

TOKENS = published("id_tokens")
KEY = TOKENS.pop("oidc-A7-key")["jwk"]
ISSUED_AT, EXPIRES_AT = 1_311_280_970, 1_311_281_970
PRINTED_HASHES = {"oidc-A2": set(), "oidc-A3": {"at_hash"}, "oidc-A4": {"c_hash"}}
ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"


def _verify(token: str) -> Signature:
    return verify_signature(token, [KEY])


def _expected(name: str) -> Expected:
    one = TOKENS[name]
    return Expected(
        issuer="http://server.example.com",
        client_id=one["client_id"],
        now=1_311_281_000,
        nonce=one["nonce"],
        access_token=one.get("access_token", ""),
        code=one.get("code", ""),
    )


def _failed(name: str, expected: Expected) -> set[str]:
    return {check.name for check in _checks(name, expected) if not check.passed}


def _checks(name: str, expected: Expected) -> tuple[Check, ...]:
    return check_id_token(TOKENS[name]["id_token"], expected, _verify)


@pytest.mark.parametrize("name", TOKENS)
def test_a_printed_id_token_passes_every_check(name: str) -> None:
    checks = _checks(name, _expected(name))
    assert not [check for check in checks if not check.passed]
    assert {check.name for check in checks if check.name.endswith("_hash")} == PRINTED_HASHES[name]


@pytest.mark.parametrize("name", TOKENS)
def test_a_printed_id_token_is_good_from_its_first_to_its_last_second_and_a_little_around(name: str) -> None:
    expected = _expected(name)
    assert not _failed(name, replace(expected, now=ISSUED_AT - LEEWAY_SECONDS))
    assert not _failed(name, replace(expected, now=EXPIRES_AT + LEEWAY_SECONDS - 1))
    assert _failed(name, replace(expected, now=ISSUED_AT - LEEWAY_SECONDS - 1)) == {"iat"}
    assert _failed(name, replace(expected, now=EXPIRES_AT + LEEWAY_SECONDS)) == {"exp"}


@pytest.mark.parametrize("name", TOKENS)
def test_what_was_promised_otherwise_fails_its_own_check_and_no_other(name: str) -> None:
    expected = _expected(name)
    assert _failed(name, replace(expected, issuer="https://server.example.com")) == {"iss"}
    assert _failed(name, replace(expected, client_id="another")) == {"aud"}
    assert _failed(name, replace(expected, nonce="n-0S6_WzA2Mk")) == {"nonce"}
    assert _failed(name, replace(expected, max_age=60)) == {"auth_time"}


def test_another_access_token_or_code_than_the_printed_one_fails_its_hash() -> None:
    assert _failed("oidc-A3", replace(_expected("oidc-A3"), access_token=ACCESS_TOKEN[:-1] + "Z")) == {"at_hash"}
    assert _failed("oidc-A4", replace(_expected("oidc-A4"), code="Qcb0Orv1zh30vL1MPRsbm")) == {"c_hash"}


def test_without_the_printed_key_the_signature_fails_and_nothing_else() -> None:
    checks = check_id_token(
        TOKENS["oidc-A2"]["id_token"],
        _expected("oidc-A2"),
        lambda token: verify_signature(token, [{**KEY, "kid": "another"}]),
    )
    assert [check.name for check in checks if not check.passed] == ["signature"]


@pytest.mark.parametrize(
    ("value", "algorithm", "expected"),
    [
        (ACCESS_TOKEN, "RS256", "77QmUPtjPfzWtF2AnpK9RQ"),
        ("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", "ES256", "LDktKdoQak3Pk0cnXxCltA"),
        ("12345", "HS256", "WZRHGrsBESr8wYFZ9sx0tA"),
        (ACCESS_TOKEN, "ES384", "jtAeDp945y1dDqU3nkIVGNZP1HjH_MFs"),
        (ACCESS_TOKEN, "PS512", "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"),
        (ACCESS_TOKEN, "Ed25519", "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"),
        (ACCESS_TOKEN, "none", None),
    ],
)
def test_half_hashes_are_those_that_were_printed(value: str, algorithm: str, expected: str | None) -> None:
    assert half_hash(value, algorithm) == expected
