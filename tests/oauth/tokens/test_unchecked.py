from __future__ import annotations

from typing import Any

import pytest

from tokencli.oauth.tokens.token_use import Use
from tokencli.oauth.tokens.unchecked import left_unchecked

CLAIMS: dict[str, Any] = {"iss": "https://as.example", "aud": "api", "exp": 1}
ALL = {"issuer", "audience", "client_id", "nonce", "access_token", "code", "state"}


def left(claims: dict[str, Any], use: Use, *said: str, own_issuer: bool = False) -> dict[str, str]:
    return {one.name: one.why for one in left_unchecked(claims, use, said, own_issuer=own_issuer)}


@pytest.mark.parametrize("use", Use)
def test_nothing_is_left_where_all_was_said(use: Use) -> None:
    claims = {**CLAIMS, "nonce": "n", "at_hash": "a", "c_hash": "c", "s_hash": "s"}
    assert left(claims, use, *ALL) == {}


def test_an_issuer_of_the_tokens_own_is_no_check() -> None:
    assert "anybody's token would pass" in left(CLAIMS, Use.JWT, "audience", own_issuer=True)["iss"]
    assert left(CLAIMS, Use.JWT, "audience") == {"iss": "say with --issuer who must have issued it"}
    assert left({"exp": 1}, Use.JWT) == {}


@pytest.mark.parametrize(
    ("use", "said", "option"),
    [(Use.ID_TOKEN, "client_id", "--client-id"), (Use.ACCESS_TOKEN, "audience", "--audience"), (Use.JWT, "audience", "--audience")],
)  # fmt: skip
def test_an_audience_that_nobody_said_is_named_with_the_option(use: Use, said: str, option: str) -> None:
    assert left(CLAIMS, use, "issuer") == {"aud": f"say with {option} whom it must be for"}
    assert left(CLAIMS, use, "issuer", said) == {}


def test_a_token_that_never_ends_is_told() -> None:
    assert left({}, Use.JWT) == {"exp": "it has none, so that it is good for ever"}
    assert left({}, Use.ACCESS_TOKEN) == {}  # there its absence is a check that fails


@pytest.mark.parametrize(
    ("claim", "said"), [("nonce", "nonce"), ("at_hash", "access_token"), ("c_hash", "code"), ("s_hash", "state")]
)
def test_what_an_id_token_could_be_held_against_is_named(claim: str, said: str) -> None:
    given = ("issuer", "client_id")
    assert set(left({**CLAIMS, claim: "x"}, Use.ID_TOKEN, *given)) == {claim}
    assert left({**CLAIMS, claim: "x"}, Use.ID_TOKEN, *given, said) == {}
    assert left({**CLAIMS, claim: "x"}, Use.JWT, "issuer", "audience") == {}


def test_what_was_given_for_a_hash_that_is_not_there_is_named() -> None:
    found = left(CLAIMS, Use.ID_TOKEN, "issuer", "client_id", "access_token", "nonce")
    assert found == {"at_hash": "it has none to compare the access token with"}


@pytest.mark.parametrize("use", Use)
def test_a_binding_that_nobody_held_against_anything_is_named(use: Use) -> None:
    said = ("issuer", "audience", "client_id")
    bound = {**CLAIMS, "cnf": {"jkt": "t"}}
    assert left(bound, use, *said)["cnf"] == "bound by jkt; say with --bound-to whose key or certificate that must be"
    assert left(bound, use, *said, "bound_to") == {}
    assert "not known here" in left({**CLAIMS, "cnf": {"kid": "k"}}, use, *said)["cnf"]
