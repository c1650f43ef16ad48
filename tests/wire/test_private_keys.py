from __future__ import annotations

import json
import time
from urllib.parse import quote, quote_plus

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from tests.jose.keys import certificate, key, pem
from tokencli.wire.private_keys import without_private_keys
from tokencli.wire.redaction import Redactor

EC, RSA = key("ES256").private, key("RS256").private
PEM, SEALED = pem(EC).decode(), pem(EC, b"open sesame").decode()
JWK = ECAlgorithm.to_jwk(EC, as_dict=True)


def gone(text: str) -> str:
    return without_private_keys(text, lambda _: "GONE")


@pytest.mark.parametrize(
    "spelled",
    [
        PEM.strip(),
        SEALED.strip(),
        PEM.strip().replace("PRIVATE", "EC PRIVATE"),
        PEM.strip().replace("\n", "\r\n"),
        PEM.strip().replace("\n", "\\n"),
        json.dumps(PEM.strip())[1:-1],
        quote(PEM.strip(), safe=""),
        quote_plus(PEM.strip()),
        PEM[:150],
    ],
)
def test_a_private_key_in_pem_is_taken_out_and_nothing_around_it(spelled: str) -> None:
    assert gone(f'before "{spelled}" after') == 'before "GONE" after'


def test_certificates_and_public_keys_stay() -> None:
    chain = certificate(EC).public_bytes(Encoding.PEM).decode()
    assert gone(f"{chain}{PEM.strip()} {chain}") == f"{chain}GONE {chain}"


def test_of_a_jwk_the_private_members_are_taken_out() -> None:
    public = {name: value for name, value in JWK.items() if name != "d"}
    assert json.loads(gone(json.dumps(JWK))) == {**public, "d": "GONE"}
    whole = RSAAlgorithm.to_jwk(RSA, as_dict=True)
    shown = json.loads(gone(json.dumps({"keys": [whole]})))["keys"][0]
    assert {name for name in shown if shown[name] == "GONE"} == {"d", "p", "q", "dp", "dq", "qi"}
    assert gone(str({"kty": "oct", "k": "AA"})) == str({"kty": "oct", "k": "GONE"})
    assert JWK["d"] not in gone(json.dumps(json.dumps(JWK)))


def test_a_text_without_keys_stays() -> None:
    for text in ("", '{"d": "day", "k": 1}', "-----BEGIN-----", json.dumps({**JWK, "d": None})):
        assert gone(text) == text


def test_a_redactor_takes_them_out_and_marks_each_once() -> None:
    redactor = Redactor(salt=b"s")
    shown = redactor.text(f"cannot read {PEM}")
    assert PEM.splitlines()[1] not in shown
    assert redactor.text(shown) == shown
    again = redactor.text(json.dumps(JWK))
    assert redactor.text(again) == again
    assert Redactor(off=True).text(PEM) == PEM


@pytest.mark.parametrize("odd", ["\\", "-----BEGIN PRIVATE KEY-----", '"d":', "-----BEGIN "])
def test_what_only_begins_so_costs_no_more_than_its_length(odd: str) -> None:
    start = time.monotonic()
    gone('"d" kty' + odd * 100_000)
    assert time.monotonic() - start < 5
