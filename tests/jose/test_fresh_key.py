from __future__ import annotations

import json

import pytest

from tokencli.errors import UsageProblem
from tokencli.jose.fresh_key import MADE_FOR, make_key
from tokencli.jose.keys import load_signing_key, private_jwk
from tokencli.jose.sign import sign
from tokencli.jose.verify import verify_signature


def octets(size: int) -> bytes:
    return bytes(range(1, size + 1))


@pytest.mark.parametrize("algorithm", MADE_FOR)
def test_a_key_signs_with_the_algorithm_it_was_made_for_and_survives_being_kept(algorithm: str) -> None:
    key, chosen = make_key([algorithm], octets)
    assert chosen == algorithm
    kept = load_signing_key(json.dumps(private_jwk(key)).encode())
    for one in (key, kept):
        assert verify_signature(sign({}, {"sub": "a"}, one, algorithm), [dict(key.public)]).good
    assert kept.alg == algorithm


def test_the_best_known_algorithm_is_the_first_choice() -> None:
    assert make_key(None, octets)[1] == "ES256"
    assert make_key(["RS256", "ES512", "ES384"], octets)[1] == "ES384"


def test_chance_makes_the_key() -> None:
    first, again = make_key(None, octets)[0], make_key(None, octets)[0]
    other = make_key(None, lambda size: b"\x07" * size)[0]
    assert first.public == again.public != other.public
    assert "d" not in first.public


def test_even_the_largest_number_makes_a_key_of_the_curve() -> None:
    key, _ = make_key(["ES512"], lambda size: b"\xff" * size)
    assert len(private_jwk(key)["d"]) == 88  # RFC 7518 section 6.2.2.1: 66 octets


def test_where_no_key_is_made_one_is_asked_for() -> None:
    with pytest.raises(UsageProblem) as refused:
        make_key(["RS256", "PS256"], octets)
    assert "--dpop-key" in refused.value.help
