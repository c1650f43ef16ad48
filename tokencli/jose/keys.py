"""Private keys in the forms people have them: PEM, DER and PKCS#12, also encrypted, JWK and JWKS (RFC 7468, RFC 7292, RFC 7517)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.private_key import FORMS, is_der, is_pem, is_pkcs12, read_pkcs12, read_private_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptography.x509 import Certificate

_EC_ALGORITHMS = {"P-256": ("ES256",), "P-384": ("ES384",), "P-521": ("ES512",), "secp256k1": ("ES256K",)}
_RSA_ALGORITHMS = ("PS256", "RS256", "PS384", "RS384", "PS512", "RS512")
_OKP_ALGORITHMS = ("EdDSA", "Ed25519")  # RFC 8037 section 3.1, RFC 9864 section 2.2
SMALLEST_RSA_BITS = 2048  # RFC 7518 section 3.3
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # as Notepad begins a text
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # as Windows PowerShell writes what goes through `>`


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key ready to sign with.

    Attributes:
        private: The key as the cryptographic library holds it.
        public: The public part as a JWK, without `kid`.
        kid: The key identifier; empty when neither the person nor the key names one: a server may know the key by another.
        alg: The algorithm the key itself is bound to; empty when it says nothing.
        certificates: The certificates that came with it, as DER, its own first.
    """

    private: Any = field(repr=False)
    public: Mapping[str, Any]
    kid: str
    alg: str = ""
    certificates: tuple[bytes, ...] = ()

    @property
    def algorithms(self) -> tuple[str, ...]:
        """The algorithms it can sign with, the preferred one first."""
        match self.public["kty"]:
            case "RSA":
                return _RSA_ALGORITHMS
            case "EC":
                return _EC_ALGORITHMS.get(str(self.public["crv"]), ())
            case _:
                return _OKP_ALGORITHMS

    @property
    def words(self) -> str:
        """What kind of key it is, for messages."""
        curve = self.public.get("crv")
        return f"{self.public['kty']} {curve}" if curve else str(self.public["kty"])


def load_signing_key(octets: bytes, passphrase: str | None = None, kid: str | None = None) -> SigningKey:
    """Reads a private key.

    Args:
        octets: PEM, DER, PKCS#12, a JWK or a JWKS.
        passphrase: The passphrase of an encrypted one.
        kid: The key identifier to use; of a JWKS the key to choose.

    Raises:
        UsageProblem: It is none of these, is public, is too small, or the passphrase is missing or wrong.
    """
    secret = passphrase.encode() if passphrase else None
    start = octets.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if start.startswith(b"{"):
        return _from_json(start, secret, kid)
    if is_pkcs12(octets):
        return _from_pkcs12(octets, secret, kid)
    if is_pem(octets) or is_der(octets):
        return _from_pem(octets, secret, kid)
    if octets.startswith(_UTF_16):
        raise UsageProblem("--key: this is text in UTF-16", "save it as UTF-8")
    raise UsageProblem("--key: this is neither PEM, PKCS#12, JWK nor JWKS", f"{FORMS}, from a file with file:PATH")


def choose_algorithm(key: SigningKey, wanted: str | None, listed: Sequence[str] | None, purpose: str) -> str:
    """The algorithm to sign with.

    Args:
        key: The key.
        wanted: What the person named; None for the best.
        listed: The algorithms the server's metadata names; None when it names none.
        purpose: What is signed, for the message.

    Raises:
        UsageProblem: The key cannot do what is wanted, or nothing that the server takes.
    """
    able = _able(key)
    if wanted is not None:
        if wanted not in able:
            raise UsageProblem(
                f"--alg {wanted} does not go with this key ({key.words})", f"it can do {', '.join(able) or 'nothing'}"
            )
        return wanted
    if listed is None:
        # RFC 7518 section 3.1 recommends ES256 and RS256; PS256 is newer than many servers that list nothing.
        return "RS256" if "RS256" in able else able[0]
    common = [name for name in able if name in listed]
    if not common:
        raise UsageProblem(
            f"the server takes {', '.join(listed)} for {purpose}, and this key ({key.words}) can only do {', '.join(able)}",
            "use a key of a kind that the server takes, or name --alg to try all the same",
        )
    return common[0]


def _able(key: SigningKey) -> tuple[str, ...]:
    # RFC 9864 section 2.2: Ed25519 is the newer name of what EdDSA means with this curve.
    if key.alg in _OKP_ALGORITHMS:
        return (key.alg, *(name for name in _OKP_ALGORITHMS if name != key.alg))
    # RFC 7517 section 4.4: alg identifies the algorithm intended for use with the key.
    if key.alg and key.alg not in key.algorithms:
        raise UsageProblem(
            f"--key: the key names alg {key.alg}, which its kind ({key.words}) cannot sign with",
            f"correct alg in the JWK; it can do {', '.join(key.algorithms)}",
        )
    return (key.alg,) if key.alg else key.algorithms


def _from_json(octets: bytes, passphrase: bytes | None, kid: str | None) -> SigningKey:
    try:
        document = json.loads(octets)
    except ValueError as problem:
        raise UsageProblem(f"--key: this begins as JSON and is none: {problem}") from None
    if isinstance(document.get("private_key"), str):
        # The key file of a service account, as Google hands it out: PEM with a name beside it.
        return _from_pem(document["private_key"].encode(), passphrase, kid or str(document.get("private_key_id") or ""))
    if isinstance(document.get("keys"), list):
        document = _choose(document["keys"], kid)
    return _from_jwk(document, kid)


def _choose(keys: list[Any], kid: str | None) -> dict[str, Any]:
    usable = [key for key in keys if isinstance(key, dict) and "d" in key and key.get("use") in (None, "sig")]
    named = [key for key in usable if kid is None or key.get("kid") == kid]
    if len(named) == 1:
        return dict(named[0])
    names = ", ".join(str(key.get("kid")) for key in usable) or "none"
    raise UsageProblem(
        f"--key: the set has {len(named)} private signing keys" + (f" named {kid!r}" if kid else ""),
        f"choose one with --kid; there are: {names}",
    )


def _from_jwk(jwk: Mapping[str, Any], kid: str | None) -> SigningKey:
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    if jwk.get("kty") == "oct":
        # RFC 7518 section 6.4: a symmetric key.
        raise UsageProblem(
            "--key: the JWK is a secret, not a key pair", "give it with --client-secret and --auth-method secret-jwt"
        )
    if "d" not in jwk:
        raise UsageProblem("--key: the JWK has no private part (d)", "give the private key, not the one to register")
    # Its alg is judged when something is signed; pyjwt refuses names it does not know, and quotes the whole key then.
    material = {name: value for name, value in jwk.items() if name not in {"alg", "use", "key_ops"}}
    try:
        private = PyJWK(material).key
    except (PyJWTError, ValueError, TypeError, KeyError):
        raise UsageProblem(
            f"--key: the JWK cannot be used: its members make no key of the kind {jwk.get('kty')}"
        ) from None
    return _signing_key(private, kid or str(jwk.get("kid") or ""), str(jwk.get("alg") or ""))


def _from_pem(octets: bytes, passphrase: bytes | None, kid: str | None) -> SigningKey:
    from cryptography import x509

    private = read_private_key(octets, passphrase, "--key")
    chain = x509.load_pem_x509_certificates(octets) if b"BEGIN CERTIFICATE" in octets else []
    return _signing_key(private, kid, "", chain)


def _from_pkcs12(octets: bytes, passphrase: bytes | None, kid: str | None) -> SigningKey:
    private, chain = read_pkcs12(octets, passphrase, "--key")
    if private is None:
        raise UsageProblem("--key: the PKCS#12 file holds no private key", FORMS)
    return _signing_key(private, kid, "", chain)


def _signing_key(private: Any, kid: str | None, alg: str, chain: Sequence[Certificate] = ()) -> SigningKey:
    from cryptography.hazmat.primitives.serialization import Encoding

    public = public_jwk(private)
    if public["kty"] == "RSA" and private.key_size < SMALLEST_RSA_BITS:
        # RFC 7518 section 3.3: a key of size 2048 bits or larger MUST be used with these algorithms.
        raise UsageProblem(f"--key: the RSA key has {private.key_size} bits", "use one of 2048 bits or more")
    return SigningKey(private, public, kid or "", alg, tuple(one.public_bytes(Encoding.DER) for one in chain))


def public_jwk(private: Any) -> dict[str, Any]:
    """The public part of a private key as a JWK.

    Raises:
        UsageProblem: The key is of a kind that JOSE does not sign with.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        return public_members(private.public_key())
    raise _unusable(private)


def public_members(public: Any) -> dict[str, Any]:
    """A public key as a JWK, without `kid`.

    Raises:
        UsageProblem: The key is of a kind that JOSE does not sign with.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    match public:
        case (
            rsa.RSAPublicKey()
            | ec.EllipticCurvePublicKey(curve=ec.SECP256R1() | ec.SECP384R1() | ec.SECP521R1() | ec.SECP256K1())
            | ed25519.Ed25519PublicKey()
        ):
            return _members(public)
        case _:
            raise _unusable(public)


def private_jwk(key: SigningKey) -> dict[str, Any]:
    """A key with its private part, as a JWK: to be kept, never to be shown unasked."""
    named = {name: value for name, value in (("kid", key.kid), ("alg", key.alg)) if value}
    return {**_members(key.private), **named}


def _members(key: Any) -> dict[str, Any]:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

    match key:
        case rsa.RSAPublicKey() | rsa.RSAPrivateKey():
            written: Any = RSAAlgorithm.to_jwk(key, as_dict=True)
        case ec.EllipticCurvePublicKey() | ec.EllipticCurvePrivateKey():
            written = ECAlgorithm.to_jwk(key, as_dict=True)
        case _:
            written = OKPAlgorithm.to_jwk(key, as_dict=True)
    return {name: value for name, value in written.items() if name not in {"key_ops", "kid"}}


def _unusable(key: Any) -> UsageProblem:
    curve = getattr(getattr(key, "curve", None), "name", "")
    kind = type(key).__name__.lstrip("_") + (f" on the curve {curve}" if curve else "")
    return UsageProblem(
        f"--key: a key of the kind {kind} cannot sign JWTs", "use RSA, EC on P-256, P-384 or P-521, or Ed25519"
    )
