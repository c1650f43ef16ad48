from __future__ import annotations

import sys
from typing import Any

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey, RSAKey, import_key

from tokencli.errors import UsageProblem
from tokencli.jose.encrypt import DEFAULT_ENCODING, choose_encryption, encrypt
from tokencli.jose.peek import TokenKind, peek

PRIVATE_RSA, PRIVATE_EC = (
    made.as_dict(private=True, use="enc", kid=kid)
    for made, kid in ((RSAKey.generate_key(2048), "r"), (ECKey.generate_key("P-256"), "e"))
)


def _public(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name in {"kty", "n", "e", "crv", "x", "y", "use", "kid"}}


RSA, EC = _public(PRIVATE_RSA), _public(PRIVATE_EC)


@pytest.mark.parametrize(
    ("keys", "algorithms", "encodings", "chosen"),
    [
        ([RSA], None, None, (RSA, "RSA-OAEP-256", DEFAULT_ENCODING)),
        ([RSA], ["RSA-OAEP", "RSA1_5"], ["A128GCM", "A256GCM"], (RSA, "RSA-OAEP", "A256GCM")),
        ([{**RSA, "use": "sig"}, EC], None, ["nonsense"], (EC, "ECDH-ES", DEFAULT_ENCODING)),
        ([RSA, EC], ["ECDH-ES+A256KW"], None, (EC, "ECDH-ES+A256KW", DEFAULT_ENCODING)),
        ([{**RSA, "alg": "RSA-OAEP"}], None, None, ({**RSA, "alg": "RSA-OAEP"}, "RSA-OAEP", DEFAULT_ENCODING)),
    ],
)
def test_the_first_key_for_encryption_that_has_something_in_common_is_taken(
    keys: Any, algorithms: Any, encodings: Any, chosen: Any
) -> None:
    assert choose_encryption(keys, algorithms, encodings) == chosen


@pytest.mark.parametrize(
    ("keys", "algorithms"),
    [([], None), ([{**RSA, "use": "sig"}], None), ([RSA], ["RSA1_5"]), ([{"kty": "oct", "use": "enc"}], None), ([{"use": "enc"}], None)],
)  # fmt: skip
def test_without_a_safe_key_nothing_is_encrypted(keys: Any, algorithms: Any) -> None:
    with pytest.raises(UsageProblem, match="publishes no key that a request can be encrypted to"):
        choose_encryption(keys, algorithms, None)


@pytest.mark.parametrize(
    ("private", "algorithm", "encoding"),
    [(PRIVATE_RSA, "RSA-OAEP-256", "A256GCM"), (PRIVATE_RSA, "RSA-OAEP", "A128CBC-HS256"), (PRIVATE_EC, "ECDH-ES", "A128GCM")],
)  # fmt: skip
def test_whoever_holds_the_key_reads_what_was_encrypted(private: dict[str, Any], algorithm: str, encoding: str) -> None:
    token = encrypt("header.payload.signature", _public(private), {"alg": algorithm, "enc": encoding, "cty": "JWT"})
    assert peek(token).kind is TokenKind.JWE
    assert peek(token).header["kid"] == private["kid"]
    read = jwe.decrypt_compact(token, import_key(private), algorithms=[algorithm, encoding])
    assert read.plaintext == b"header.payload.signature"


def test_a_key_without_a_name_names_none() -> None:
    nameless = {name: value for name, value in RSA.items() if name != "kid"}
    assert "kid" not in peek(encrypt("x", nameless, {"alg": "RSA-OAEP", "enc": "A128GCM"})).header


@pytest.mark.parametrize("key", [{"kty": "RSA", "n": "AA"}, {"kty": "nonsense"}, {}])
def test_a_key_that_cannot_be_used_is_told(key: dict[str, Any]) -> None:
    with pytest.raises(UsageProblem, match="the server's key cannot be used to encrypt"):
        encrypt("x", key, {"alg": "RSA-OAEP", "enc": "A128GCM"})


def test_without_the_extra_the_person_learns_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "joserfc", None)
    with pytest.raises(UsageProblem) as problem:
        encrypt("x", RSA, {"alg": "RSA-OAEP", "enc": "A128GCM"})
    assert "pip install 'tokencli[jwe]'" in problem.value.help
