from __future__ import annotations

import jwt
import pytest

from tokencli.errors import UsageProblem
from tokencli.jose.mac import SMALLEST_SECRET, choose_mac, sign_with_secret


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_another_library_accepts_the_mac(algorithm: str) -> None:
    token = sign_with_secret({"typ": "JWT"}, {"sub": "ü"}, "é" * 64, algorithm)
    assert jwt.decode(token, "é" * 64, algorithms=[algorithm]) == {"sub": "ü"}


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_secret_shorter_than_the_hash_is_refused_and_one_as_long_is_not(algorithm: str) -> None:
    size = SMALLEST_SECRET[algorithm]
    assert choose_mac("s" * size, algorithm, None) == algorithm
    with pytest.raises(UsageProblem) as refused:
        choose_mac("s" * (size - 1), algorithm, None)
    assert refused.value.what == f"the client secret has {size - 1} octets, and {algorithm} needs {size} or more"


def test_octets_count_and_not_characters() -> None:
    assert choose_mac("é" * 16, None, None) == "HS256"


def test_the_first_that_the_server_lists_and_the_secret_is_long_enough_for_is_taken() -> None:
    assert choose_mac("s" * 48, None, ["HS512", "HS384"]) == "HS384"
    with pytest.raises(UsageProblem, match="HS512 needs 64"):
        choose_mac("s" * 48, None, ["HS512"])


def test_what_no_secret_can_do_is_refused_with_what_it_can() -> None:
    with pytest.raises(UsageProblem, match="--alg ES256 does not go with a client secret"):
        choose_mac("s" * 64, "ES256", None)
    with pytest.raises(UsageProblem, match="the server takes RS256, ES256 for client assertions"):
        choose_mac("s" * 64, None, ["RS256", "ES256"])
    assert choose_mac("s" * 64, "HS256", ["RS256"]) == "HS256"
