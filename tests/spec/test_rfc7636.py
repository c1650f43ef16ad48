"""RFC 7636 appendix B and the example of OAuth 2.1: a verifier and its challenge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.spec.published import published
from tokencli.oauth.authorization.pkce import Pkce, challenge_of, make_pkce

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

VECTORS = published("pkce")


@pytest.mark.parametrize("name", VECTORS)
def test_a_printed_challenge_follows_from_its_verifier(name: str) -> None:
    one = VECTORS[name]
    assert challenge_of(one["code_verifier"], one["code_challenge_method"]) == one["code_challenge"]


def test_the_octets_of_appendix_b_make_its_verifier_and_challenge(ambient: Ambient) -> None:
    one = VECTORS["rfc7636-B"]
    printed = replace(ambient, random_octets=lambda count: bytes(one["octets"][:count]))
    assert make_pkce("S256", printed) == Pkce("S256", one["code_verifier"], one["code_challenge"])


def test_plain_sends_the_verifier_itself() -> None:
    verifier = VECTORS["rfc7636-B"]["code_verifier"]
    assert challenge_of(verifier, "plain") == verifier
