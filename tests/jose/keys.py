"""Keys for every algorithm, and tokens signed with them; made anew for each run, by the libraries the program uses."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import get_default_algorithms

from tokencli.jose.peek import base64url_encode
from tokencli.jose.verify import FULLY_SPECIFIED

_CURVES: dict[str, type[ec.EllipticCurve]] = {
    "ES256": ec.SECP256R1,
    "ES384": ec.SECP384R1,
    "ES512": ec.SECP521R1,
    "ES256K": ec.SECP256K1,
}


@dataclass(frozen=True)
class Key:
    """A key pair of one algorithm.

    Attributes:
        algorithm: The algorithm it signs with.
        private: The private key.
        jwk: The public key as a JWK, with its `kid`.
    """

    algorithm: str
    private: Any
    jwk: dict[str, Any]


@cache
def key(algorithm: str, kid: str = "k1", bits: int = 2048) -> Key:
    """A key pair, the same one whenever it is asked for."""
    private = _private(algorithm, bits)
    jwk = json.loads(_signer(algorithm).to_jwk(private.public_key()))
    return Key(algorithm, private, {**jwk, "kid": kid})


def _private(algorithm: str, bits: int) -> Any:
    if algorithm in _CURVES:
        return ec.generate_private_key(_CURVES[algorithm]())
    if algorithm == "Ed448":
        return ed448.Ed448PrivateKey.generate()
    if algorithm in {"EdDSA", "Ed25519"}:
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(65537, bits)


def _signer(algorithm: str) -> Any:
    return get_default_algorithms()["EdDSA" if algorithm in FULLY_SPECIFIED else algorithm]


def pem(private: Any, passphrase: bytes | None = None) -> bytes:
    """A private key as PEM, encrypted where there is a passphrase."""
    how = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    octets: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    return octets


def certificate(private: Any, name: str = "client") -> x509.Certificate:
    """A certificate that a key signs for itself, good for the next hundred years."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start, end = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2126, 1, 1, tzinfo=dt.UTC)
    return x509.CertificateBuilder(subject, subject, private.public_key(), 1, start, end).sign(private, SHA256())


def issued(private: Any, by: Any, name: str = "client", issuer: str = "authority") -> x509.Certificate:
    """A certificate for a key that another key signs; `certificate(by, issuer)` is the one above it."""
    subject, above = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, one)]) for one in (name, issuer))
    start, end = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2126, 1, 1, tzinfo=dt.UTC)
    return x509.CertificateBuilder(above, subject, private.public_key(), 2, start, end).sign(by, SHA256())


def encode(part: Any) -> str:
    """A header or a payload as it stands in a token."""
    return base64url_encode(part if isinstance(part, bytes) else json.dumps(part).encode())


def signed(claims: dict[str, Any], by: Key, **header: Any) -> str:
    """A token signed with a key; members of the header that are None are left out."""
    members = {"alg": by.algorithm, "kid": by.jwk["kid"], **header}
    told = {name: value for name, value in members.items() if value is not None}
    signing_input = f"{encode(told)}.{encode(claims)}"
    return f"{signing_input}.{encode(_signer(by.algorithm).sign(signing_input.encode(), by.private))}"


def unsigned(claims: Any, signature: str = "", **header: Any) -> str:
    """A token with whatever stands where the signature should."""
    return f"{encode(header)}.{encode(claims)}.{signature}"


def sealed(claims: dict[str, Any], secret: str, algorithm: str = "HS256") -> str:
    """A token with a MAC made with a client secret."""
    signing_input = f"{encode({'alg': algorithm})}.{encode(claims)}"
    return f"{signing_input}.{encode(_signer(algorithm).sign(signing_input.encode(), secret.encode()))}"
