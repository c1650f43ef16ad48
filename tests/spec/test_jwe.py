"""RFC 7516 appendix A.3: the printed text is opened with the printed key; RFC 7518 appendix C: the printed agreement of keys."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.spec.published import published
from tokencli.jose.decrypt import Opener, PrivateKey
from tokencli.jose.peek import base64url_decode, base64url_encode

VECTOR, AGREEMENT = (published("jwe")[name] for name in ("rfc7516-A3", "rfc7518-C"))


def test_appendix_a_3() -> None:
    key = PrivateKey(json.dumps(VECTOR["jwk"]).encode())
    assert Opener(lambda: key).open(VECTOR["jwe"]) == VECTOR["plaintext"]


def test_appendix_c_what_is_encrypted_with_the_derived_key_is_opened_with_bob_s() -> None:
    header = {
        "alg": "ECDH-ES",
        "enc": AGREEMENT["enc"],
        "apu": base64url_encode(AGREEMENT["apu"].encode()),
        "apv": base64url_encode(AGREEMENT["apv"].encode()),
        "epk": {name: AGREEMENT["alice"][name] for name in ("kty", "crv", "x", "y")},
    }
    protected, nonce = base64url_encode(json.dumps(header).encode()), bytes(12)
    sealed = AESGCM(base64url_decode(AGREEMENT["derived_key"])).encrypt(nonce, b"for Bob", protected.encode())
    # RFC 7518 section 4.6: with direct key agreement the encrypted key is empty; section 5.3: the tag has 16 octets.
    token = ".".join((protected, "", *(base64url_encode(one) for one in (nonce, sealed[:-16], sealed[-16:]))))
    assert Opener(lambda: PrivateKey(json.dumps(AGREEMENT["bob"]).encode())).open(token) == "for Bob"
