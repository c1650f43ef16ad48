"""The public part of keys in whatever form they are kept: JWK, JWKS, PEM, certificates, PKCS#12 (RFC 7517 section 4)."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.certificate import certified_key, chains_of, read_certificates, thumbprints
from tokencli.jose.json_document import is_json_object, read_key_document
from tokencli.jose.key_option import UNNAMED
from tokencli.jose.keys import public_members
from tokencli.jose.peek import base64url_decode, base64url_encode
from tokencli.jose.pem import blocks_of, is_pem
from tokencli.jose.private_key import is_der, is_pkcs12, read_pkcs12, read_private_key
from tokencli.jose.thumbprint import REQUIRED, thumbprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cryptography.x509 import Certificate

_DESCRIBING = ("kid", "use", "alg", "x5t", "x5t#S256", "x5u")
# RFC 8037 section 2, RFC 7748 section 5 and RFC 8032 sections 5.1.5 and 5.2.5: the octets of a public key.
_OKP_OCTETS = {"Ed25519": 32, "Ed448": 57, "X25519": 32, "X448": 56}
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
        octets: JWK, JWKS, PEM, DER or PKCS#12, private or public; of PEM every key and certificate in it.
        passphrase: The passphrase of an encrypted one.

    Raises:
        UsageProblem: It is none of these, or a secret, which has no public part.
    """
    secret = passphrase.encode() if passphrase else None
    if is_json_object(octets):
        return tuple(_from_json(read_key_document(octets, UNNAMED), secret))
    if is_pkcs12(octets):
        return _from_pkcs12(octets, secret)
    if is_pem(octets):
        return _from_pem(octets, secret)
    if is_der(octets):
        return (_from_der(octets, secret),)
    raise UsageProblem("this holds no key that can be read" if octets.strip() else "there is nothing in it", _HELP)


def _from_json(document: Mapping[str, Any], passphrase: bytes | None) -> Iterator[PublicKey]:
    if isinstance(document.get("private_key"), str):
        # The key file of a service account, as Google hands it out: PEM with a name beside it.
        named = {"kid": document["private_key_id"]} if isinstance(document.get("private_key_id"), str) else {}
        for one in _from_pem(document["private_key"].encode("utf-8", "replace"), passphrase):
            yield replace(one, jwk={**one.jwk, **named})
        return
    keys = document.get("keys")
    yield from map(_from_jwk, keys if isinstance(keys, list) else [document])


def _from_jwk(jwk: Any) -> PublicKey:
    kind = str(jwk.get("kty")) if isinstance(jwk, dict) else ""
    if kind == "oct":
        raise UsageProblem("a key of the type oct is a secret and has no public part", "share it with nobody")
    names = REQUIRED.get(kind, ())
    if not names or not all(isinstance(jwk.get(name), str) for name in names):
        raise UsageProblem("this JWK is no whole public key", _HELP)
    for name in _DESCRIBING:
        # RFC 7517 sections 4.2 to 4.9: each of these values is a string.
        if name in jwk and not isinstance(jwk[name], str):
            raise UsageProblem(f"{name} of the JWK is no text", "write it in quotation marks, or leave it out")
    members = _in_one_form({name: jwk[name] for name in names})
    told = {name: jwk[name] for name in _DESCRIBING if name in jwk}
    chain = _chain_of(jwk["x5c"], members) if "x5c" in jwk else ()
    return PublicKey({**members, **told}, chain)


def _in_one_form(members: Mapping[str, str]) -> dict[str, Any]:
    """The members as RFC 7518 section 6 wants them written, so that one key has one thumbprint (RFC 7638 section 3.3)."""
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    try:
        if members["kty"] != "OKP":
            return public_members(PyJWK(dict(members)).key)
        octets = base64url_decode(members["x"].rstrip("="))
    except (PyJWTError, ValueError, TypeError, KeyError):
        octets = b""
    if _OKP_OCTETS.get(members.get("crv", "")) != len(octets):
        raise UsageProblem("this JWK is no whole public key: its members make no key of the kind it names", _HELP)
    return {**members, "x": base64url_encode(octets)}


def _chain_of(x5c: Any, members: Mapping[str, Any]) -> tuple[bytes, ...]:
    from cryptography.x509 import load_der_x509_certificate

    try:
        ders = tuple(base64.b64decode(one, validate=True) for one in x5c)
        own = certified_key(load_der_x509_certificate(ders[0]))
        # RFC 7517 section 4.7: the key in the first certificate MUST match the public key represented by other members.
        good = own is not None and public_members(own) == members
    except (ValueError, TypeError, IndexError, UsageProblem):
        good = False
    if not good:
        raise UsageProblem(
            "x5c of the JWK does not begin with a certificate of the key", "correct x5c, or leave it out"
        )
    return ders


def _from_pem(octets: bytes, passphrase: bytes | None) -> tuple[PublicKey, ...]:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    blocks = blocks_of(octets)
    private = [read_private_key(one.text, passphrase, UNNAMED).public_key() for one in blocks if one.is_private_key]
    try:
        alone = [_loaded(load_pem_public_key, one.text) for one in blocks if one.is_public_key]
    except ValueError:
        raise UsageProblem("a public key in it is damaged", _HELP) from None
    chains = chains_of(read_certificates(octets, UNNAMED))
    found = _joined([*private, *alone], chains)
    if private and len(found) > len(_once([*private, *alone])):
        raise UsageProblem(
            "a certificate in it is of none of the keys in it", "give keys with their own certificates, or each alone"
        )
    if not found:
        held = ", ".join(dict.fromkeys(one.label.lower() for one in blocks))
        raise UsageProblem("this holds no key that can be read" + (f", only: {held}" if held else ""), _HELP)
    return found


def _joined(keys: Sequence[Any], chains: Iterable[Sequence[Certificate]]) -> tuple[PublicKey, ...]:
    """Keys with the certificates that are theirs, then the keys of the other certificates."""
    of_certificates = [(_key_of(chain[0]), chain) for chain in chains]
    return tuple(
        PublicKey(public_members(key), next((_ders(chain) for own, chain in of_certificates if own == key), ()))
        for key in _once([*keys, *(own for own, _ in of_certificates)])
    )


def _once(keys: Sequence[Any]) -> list[Any]:
    return [key for index, key in enumerate(keys) if key not in keys[:index]]


def _key_of(certificate: Certificate) -> Any:
    key = certified_key(certificate)
    if key is None:
        raise UsageProblem("the key of the certificate is of a kind that is not known here", _HELP)
    return key


def _ders(chain: Iterable[Certificate]) -> tuple[bytes, ...]:
    from cryptography.hazmat.primitives.serialization import Encoding

    return tuple(one.public_bytes(Encoding.DER) for one in chain)


def _loaded(load: Any, octets: bytes) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return load(octets)
    except UnsupportedAlgorithm:
        raise UsageProblem("the key is of a kind that is not known here", _HELP) from None


def _from_pkcs12(octets: bytes, passphrase: bytes | None) -> tuple[PublicKey, ...]:
    private, certificates = read_pkcs12(octets, passphrase, UNNAMED)
    chains = chains_of(certificates)
    if private is None:
        return _joined([], chains)
    own = private.public_key()
    # RFC 7292 section 4.2.3: further certificates may be in the bundle, of authorities for example.
    return _joined([own], [chain for chain in chains if certified_key(chain[0]) == own])


def _from_der(octets: bytes, passphrase: bytes | None) -> PublicKey:
    """DER says of itself only by its form whether it is a certificate, a public key or a private one."""
    from cryptography.hazmat.primitives.serialization import load_der_public_key
    from cryptography.x509 import load_der_x509_certificate

    with suppress(ValueError):
        return PublicKey(public_members(_key_of(load_der_x509_certificate(octets))), (octets,))
    with suppress(ValueError):
        return PublicKey(public_members(_loaded(load_der_public_key, octets)))
    return PublicKey(public_members(read_private_key(octets, passphrase, UNNAMED).public_key()))
