"""Private keys in the forms people have them: PEM, DER and PKCS#12, also encrypted, JWK and JWKS (RFC 7468, RFC 7292, RFC 7517)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.certificate import read_certificates
from tokencli.jose.json_document import is_json_object, read_key_document
from tokencli.jose.key_option import KEY
from tokencli.jose.pem import is_pem
from tokencli.jose.private_key import FORMS, is_der, is_pkcs12, read_pkcs12, read_private_key
from tokencli.jose.verify import fits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptography.x509 import Certificate

    from tokencli.jose.key_option import KeyOption

_EC_ALGORITHMS = {"P-256": ("ES256",), "P-384": ("ES384",), "P-521": ("ES512",), "secp256k1": ("ES256K",)}
_RSA_ALGORITHMS = ("PS256", "RS256", "PS384", "RS384", "PS512", "RS512")
_OKP_ALGORITHMS = ("EdDSA", "Ed25519")  # RFC 8037 section 3.1, RFC 9864 section 2.2
SMALLEST_RSA_BITS = 2048  # RFC 7518 section 3.3
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


def load_signing_key(
    octets: bytes,
    passphrase: str | None = None,
    kid: str | None = None,
    alg: str | None = None,
    option: KeyOption = KEY,
) -> SigningKey:
    """Reads a private key.

    Args:
        octets: PEM, DER, PKCS#12, a JWK or a JWKS.
        passphrase: The passphrase of an encrypted one.
        kid: The key identifier to use; of a JWKS the key to choose.
        alg: The algorithm to sign with, where somebody named it; of a JWKS it chooses too.
        option: How it was given, for messages.

    Raises:
        UsageProblem: It is none of these, is public, is too small, or the passphrase is missing or wrong.
    """
    secret = passphrase.encode() if passphrase else None
    if is_json_object(octets):
        return _from_json(octets, secret, _Wanted(kid, alg), option)
    if is_pkcs12(octets):
        return _from_pkcs12(octets, secret, kid, option)
    if is_pem(octets) or is_der(octets):
        return _from_pem(octets, secret, kid, option)
    if octets.startswith(_UTF_16):
        raise option.problem("this is text in UTF-16", "save it as UTF-8")
    if not octets.strip():
        raise option.problem("there is nothing in it", FORMS)
    raise option.problem("this is neither PEM, PKCS#12, JWK nor JWKS", f"{FORMS}, from a file with file:PATH")


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
            f"the key names alg {key.alg}, which its kind ({key.words}) cannot sign with",
            f"correct alg in the JWK; it can do {', '.join(key.algorithms)}",
        )
    return (key.alg,) if key.alg else key.algorithms


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which key of several is meant."""

    kid: str | None
    alg: str | None

    def means(self, jwk: Mapping[str, Any]) -> bool:
        # RFC 7517 section 4.5: keys of different types may share a kid; the algorithm tells them apart.
        named = self.kid is None or jwk.get("kid") == self.kid
        return named and (self.alg is None or fits(jwk, self.alg, "sign"))


def _from_json(octets: bytes, passphrase: bytes | None, wanted: _Wanted, option: KeyOption) -> SigningKey:
    document = read_key_document(octets, option)
    if isinstance(document.get("private_key"), str):
        # The key file of a service account, as Google hands it out: PEM with a name beside it.
        name = wanted.kid or str(document.get("private_key_id") or "")
        return _from_pem(document["private_key"].encode("utf-8", "replace"), passphrase, name, option)
    if isinstance(document.get("keys"), list):
        document = _choose(document["keys"], wanted, option)
    return _from_jwk(document, wanted.kid, option)


def _signs(jwk: Mapping[str, Any]) -> bool:
    """Whether a key says that it is for signatures, or says nothing of it (RFC 7517 sections 4.2 and 4.3)."""
    operations = jwk.get("key_ops")
    return jwk.get("use") in (None, "sig") and (not isinstance(operations, list) or "sign" in operations)


def _choose(keys: list[Any], wanted: _Wanted, option: KeyOption) -> dict[str, Any]:
    usable = [key for key in keys if isinstance(key, dict) and "d" in key and _signs(key)]
    meant = [key for key in usable if wanted.means(key)]
    if len(meant) == 1:
        return dict(meant[0])
    named = f" named {wanted.kid!r}" if wanted.kid else ""
    able = f" for {wanted.alg}" if wanted.alg else ""
    raise option.problem(f"the set has {len(meant)} private signing keys{named}{able}", _how_to_choose(meant or usable))


def _how_to_choose(keys: list[dict[str, Any]]) -> str:
    if not keys:
        return "give a set with a private key for signatures"
    names = [key.get("kid") for key in keys]
    told = ", ".join(
        f"{name if isinstance(name, str) else 'one without kid'} ({_kind_of(key)})"
        for name, key in zip(names, keys, strict=True)
    )
    if all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
        return f"choose one with --kid; there are: {told}"
    if len({_kind_of(key) for key in keys}) == len(keys):
        return f"choose one with --alg; there are: {told}"
    return f"give the one that is meant alone; there are: {told}"


def _kind_of(jwk: Mapping[str, Any]) -> str:
    return " ".join(str(jwk[name]) for name in ("kty", "crv", "alg") if jwk.get(name))


def _from_jwk(jwk: Mapping[str, Any], kid: str | None, option: KeyOption) -> SigningKey:
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    if jwk.get("kty") == "oct":
        # RFC 7518 section 6.4: a symmetric key.
        raise option.problem(
            "the JWK is a secret, not a key pair", "give it with --client-secret and --auth-method secret-jwt"
        )
    if "d" not in jwk:
        raise option.problem("the JWK has no private part (d)", "give the private key, not the one to register")
    if not _signs(jwk):
        raise option.problem(
            "the JWK is not for signatures, as its use or key_ops says",
            "give the key that signs, or correct what it says",
        )
    # Its alg is judged when something is signed; pyjwt refuses names it does not know, and quotes the whole key then.
    material = {name: value for name, value in jwk.items() if name not in {"alg", "use", "key_ops"}}
    try:
        private = PyJWK(material).key
    except (PyJWTError, ValueError, TypeError, KeyError):
        raise option.problem(f"the JWK cannot be used: its members make no key of the kind {jwk.get('kty')}") from None
    return _signing_key(private, kid or str(jwk.get("kid") or ""), str(jwk.get("alg") or ""), option)


def _from_pem(octets: bytes, passphrase: bytes | None, kid: str | None, option: KeyOption) -> SigningKey:
    private = read_private_key(octets, passphrase, option)
    return _signing_key(private, kid, "", option, read_certificates(octets, option))


def _from_pkcs12(octets: bytes, passphrase: bytes | None, kid: str | None, option: KeyOption) -> SigningKey:
    private, chain = read_pkcs12(octets, passphrase, option)
    if private is None:
        raise option.problem("the PKCS#12 file holds no private key", FORMS)
    return _signing_key(private, kid, "", option, chain)


def _signing_key(
    private: Any, kid: str | None, alg: str, option: KeyOption, chain: Sequence[Certificate] = ()
) -> SigningKey:
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        public = public_jwk(private)
    except UsageProblem as problem:
        raise option.problem(problem.what, problem.help) from None
    if public["kty"] == "RSA" and private.key_size < SMALLEST_RSA_BITS:
        # RFC 7518 section 3.3: a key of size 2048 bits or larger MUST be used with these algorithms.
        raise option.problem(f"the RSA key has {private.key_size} bits", "use one of 2048 bits or more")
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
    """A public key as a JWK, without `kid`; of whatever size, and of what others sign with too.

    Raises:
        UsageProblem: The key is of a kind that JOSE does not sign with.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

    match public:
        case (
            rsa.RSAPublicKey()
            | ec.EllipticCurvePublicKey(curve=ec.SECP256R1() | ec.SECP384R1() | ec.SECP521R1() | ec.SECP256K1())
            | ed25519.Ed25519PublicKey()
            | ed448.Ed448PublicKey()
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
        f"a key of the kind {kind} cannot sign JWTs", "use RSA, EC on P-256, P-384 or P-521, or Ed25519"
    )
