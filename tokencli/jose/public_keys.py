"""The public part of keys in whatever form they are kept: JWK, JWKS, PEM, certificates, PKCS#12 (RFC 7517 section 4)."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.certificate import own_certificate, thumbprints
from tokencli.jose.keys import load_signing_key, public_members
from tokencli.jose.private_key import is_der, is_pkcs12
from tokencli.jose.thumbprint import REQUIRED, thumbprint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DESCRIBING = ("kid", "use", "alg")
_HELP = "give a JWK, a JWKS, a key or a certificate as PEM or DER, or PKCS#12"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as somebody gave it.

    Attributes:
        jwk: Its members as a JWK; nothing private is among them.
        certificates: Its certificates as DER, its own first.
    """

    jwk: Mapping[str, Any]
    certificates: tuple[bytes, ...] = ()

    @property
    def thumbprint(self) -> str:
        """Its thumbprint (RFC 7638)."""
        return thumbprint(self.jwk)

    def registered(self) -> dict[str, Any]:
        """The key as it stands in a set for others: named, for signatures, with its certificates."""
        told = {"kid": self.thumbprint, "use": "sig", **self.jwk}
        chain = [base64.b64encode(der).decode("ascii") for der in self.certificates]
        # RFC 8705 section 2.2: self-signed certificates are registered by the "x5c" of a JWK; RFC 7517 section 4.7: base64.
        return {**told, "x5c": chain, "x5t#S256": thumbprints(self.certificates[0])["x5t#S256"]} if chain else told


def read_public_keys(octets: bytes, passphrase: str | None = None) -> tuple[PublicKey, ...]:
    """Reads keys, and keeps of them what is public.

    Args:
        octets: JWK, JWKS, PEM, DER or PKCS#12, private or public.
        passphrase: The passphrase of an encrypted one.

    Raises:
        UsageProblem: It is none of these, or a secret, which has no public part.
    """
    start = octets.lstrip()
    if start.startswith(b"{"):
        return tuple(_from_jwk(one) for one in _members(start))
    if b"PRIVATE KEY" in octets or is_pkcs12(octets):
        key = load_signing_key(octets, passphrase)
        own = own_certificate(key)
        chain = () if own is None else (own, *(one for one in key.certificates if one != own))
        return (PublicKey(key.public, chain),)
    if is_der(octets):
        return _from_der(octets, passphrase)
    return (_from_public_pem(octets),)


def _members(octets: bytes) -> Sequence[Any]:
    try:
        document = json.loads(octets)
    except ValueError as problem:
        raise UsageProblem(f"this begins as JSON and is none: {problem}") from None
    keys = document.get("keys")
    return keys if isinstance(keys, list) else [document]


def _from_jwk(jwk: Any) -> PublicKey:
    kind = str(jwk.get("kty")) if isinstance(jwk, dict) else ""
    if kind == "oct":
        raise UsageProblem("a key of the type oct is a secret and has no public part", "share it with nobody")
    names = REQUIRED.get(kind, ())
    if not names or not all(isinstance(jwk.get(name), str) for name in names):
        raise UsageProblem("this JWK is no whole public key", _HELP)
    return PublicKey({name: jwk[name] for name in (*names, *_DESCRIBING) if name in jwk})


def _from_public_pem(octets: bytes) -> PublicKey:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_public_key

    try:
        if b"BEGIN CERTIFICATE" in octets:
            chain = x509.load_pem_x509_certificates(octets)
            ders = tuple(one.public_bytes(Encoding.DER) for one in chain)
            return PublicKey(public_members(chain[0].public_key()), ders)
        return PublicKey(public_members(load_pem_public_key(octets)))
    except ValueError:
        raise UsageProblem("this holds no key that can be read", _HELP) from None


def _from_der(octets: bytes, passphrase: str | None) -> tuple[PublicKey, ...]:
    """DER says of itself only by its form whether it is a certificate, a public key or a private one."""
    from cryptography.hazmat.primitives.serialization import load_der_public_key
    from cryptography.x509 import load_der_x509_certificate

    with suppress(ValueError):
        return (PublicKey(public_members(load_der_x509_certificate(octets).public_key()), (octets,)),)
    with suppress(ValueError):
        return (PublicKey(public_members(load_der_public_key(octets))),)
    return (PublicKey(load_signing_key(octets, passphrase).public),)
