from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import encode, unsigned
from tokencli.jose.peek import NotAJwt, PeekedToken, TokenKind, base64url_decode, base64url_encode, peek

OBJECTS = st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.text()))


def test_a_signed_token_shows_header_and_claims_and_how_long_its_signature_is() -> None:
    token = peek(unsigned({"sub": "ada"}, "AAAA", alg="RS256"))
    assert token == PeekedToken(TokenKind.JWS, {"alg": "RS256"}, {"sub": "ada"}, 3)
    assert token.algorithm == "RS256"


def test_white_space_around_a_token_is_no_part_of_it() -> None:
    assert peek(f"\n {unsigned({})} \n").claims == {}


def test_an_encrypted_token_shows_its_header_alone() -> None:
    token = peek(f"{encode({'alg': 'RSA-OAEP', 'enc': 'A256GCM'})}.a.b.c.AAAA")
    assert (token.kind, token.claims, token.signature_length) == (TokenKind.JWE, None, 3)
    assert token.algorithm == "RSA-OAEP"


def test_a_media_type_is_the_same_however_it_is_written() -> None:
    for typ in ("at+jwt", "AT+JWT", "application/at+jwt"):
        assert peek(unsigned({}, typ=typ)).media_type == "at+jwt"
    assert peek(unsigned({})).media_type == ""


def test_a_header_without_alg_has_an_empty_algorithm() -> None:
    assert peek(unsigned({})).algorithm == ""


def test_a_member_that_stands_twice_is_remarked_and_the_last_one_shown() -> None:
    header, claims = b'{"alg":"none","alg":"RS256"}', b'{"sub":"a","sub":"b"}'
    token = peek(f"{encode(header)}.{encode(claims)}.")
    assert (token.algorithm, token.claims) == ("RS256", {"sub": "b"})
    assert token.remarks == ("the header has the member 'alg' twice", "the payload has the member 'sub' twice")
    assert token.repeated == (("header", "alg"), ("payload", "sub"))


@pytest.mark.parametrize("signature", ["!!", "AA+A", "AA/A", "AA=="])
def test_a_signature_that_is_no_base64url_is_remarked_and_the_rest_shown(signature: str) -> None:
    token = peek(unsigned({"sub": "ada"}, signature, alg="RS256"))
    assert (token.signature_length, token.remarks) == (0, ("the signature is not base64url",))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it has 1 part between dots; a JWT has 3, an encrypted one 5"),
        ("opaque", "it has 1 part between dots"),
        ("a.b", "it has 2 parts between dots"),
        ("a.b.c.d", "it has 4 parts"),
        ("!.e30.", "its header is not base64url"),
        ("e30=.e30.", "its header is not base64url: base64url in a JWT has no padding"),
        ("e30+.e30.", "its header is not base64url: it is base64, with + and / where base64url has - and _"),
        ("e30.e3/0.", "its payload is not base64url: it is base64, with + and /"),
        ("e30.é.", "its payload is not base64url"),
        ("e30.A.", "its payload is not base64url"),
        (f"{encode(b'{')}.e30.", "its header is not JSON: Expecting property name"),
        (f"{encode([])}.e30.", "its header is JSON, but not an object"),
        (f"e30.{encode('x')}.", "its payload is JSON, but not an object"),
    ],
)
def test_what_is_no_jwt_is_told_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NotAJwt) as problem:
        peek(text)
    assert str(problem.value).startswith(why)


@given(OBJECTS, OBJECTS, st.binary())
def test_what_was_written_is_read_back(header: dict[str, object], claims: dict[str, object], signature: bytes) -> None:
    token = peek(f"{encode(header)}.{encode(claims)}.{encode(signature)}")
    assert (token.header, token.claims, token.signature_length) == (header, claims, len(signature))


@given(st.text() | st.lists(st.text("eyJ.-_AZ09=é\x00", max_size=8), max_size=6).map(".".join))
def test_reading_anything_gives_a_token_or_a_reason(text: str) -> None:
    with suppress(NotAJwt):
        json.dumps(peek(text).claims)


@given(st.binary())
def test_octets_survive_base64url(octets: bytes) -> None:
    text = base64url_encode(octets)
    assert base64url_decode(text) == octets
    assert not {"+", "/", "="} & set(text)
