"""A token that a server encrypted to the client, opened with the client's key or secret (RFC 7516 section 5.2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from tokencli.errors import UsageProblem
from tokencli.jose.json_document import is_json_object, read_key_document
from tokencli.jose.key_option import KEY
from tokencli.jose.peek import NotAJwt, TokenKind, peek
from tokencli.jose.private_key import is_pkcs12, read_pkcs12, read_private_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# RFC 8725 section 3.2: the allow-list; RSA1_5 and password-based algorithms are left out on purpose.
ASYMMETRIC = {
    "RSA-OAEP": ("RSA",),
    "RSA-OAEP-256": ("RSA",),
    **dict.fromkeys(("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"), ("EC", "OKP")),
}
# RFC 7518 sections 4.4 and 4.7: the octets of the key.
WRAPPING = {"A128KW": 16, "A192KW": 24, "A256KW": 32, "A128GCMKW": 16, "A192GCMKW": 24, "A256GCMKW": 32}
# RFC 7518 sections 5.2 and 5.3: the octets of the key, which `dir` uses as it is.
ENCODINGS = {
    "A128CBC-HS256": 32,
    "A192CBC-HS384": 48,
    "A256CBC-HS512": 64,
    "A128GCM": 16,
    "A192GCM": 24,
    "A256GCM": 32,
}
DEFLATE = "DEF"  # RFC 7516 section 4.1.3: the one compression; the library unpacks no more than 250 KiB (RFC 8725bis)
_HASHES = {16: hashlib.sha256, 24: hashlib.sha256, 32: hashlib.sha256, 48: hashlib.sha384, 64: hashlib.sha512}


class CannotOpen(ValueError):
    """An encrypted token stays closed; the message says why, and never how near one came (RFC 7516 section 11.5)."""


class _TooLarge(CannotOpen):
    """The key opened it, and what is inside is larger than any token."""


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The key of the client as the person gave it.

    Attributes:
        octets: PEM, DER, PKCS#12, a JWK or a JWKS.
        passphrase: The passphrase of an encrypted one.
    """

    octets: bytes = field(repr=False)
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens what a server encrypted to one client.

    Attributes:
        key: Reads the private key, when a token needs it; gives None when there is none.
        secret: The client secret; empty when there is none.
    """

    key: Callable[[], PrivateKey | None]
    secret: str = field(default="", repr=False)

    def open(self, token: str) -> str:
        """The text inside an encrypted token, usually a signed JWT; a token that is not encrypted is itself.

        Args:
            token: The token.

        Raises:
            CannotOpen: There is no key for it, or the key does not open it, or its algorithms are refused.
            UsageProblem: The key cannot be read, or the extra is not installed.
        """
        try:
            seen = peek(token)
        except NotAJwt:
            return token
        if seen.kind is not TokenKind.JWE:
            return token
        algorithm, encoding = seen.algorithm, str(seen.header.get("enc", ""))
        if algorithm not in {*ASYMMETRIC, *WRAPPING, "dir"} or encoding not in ENCODINGS:
            raise CannotOpen(
                f"it is encrypted with {algorithm or 'no algorithm'} and {encoding or 'no encoding'}, which is refused"
            )
        if seen.header.get("zip", DEFLATE) != DEFLATE:
            raise CannotOpen(f"it is compressed with {seen.header['zip']}, which is not known here; {DEFLATE} is")
        # RFC 7515 section 4.1.11: extensions that are not understood make it invalid.
        if seen.header.get("crit"):
            raise CannotOpen(f"its header demands extensions that are not understood: {seen.header['crit']}")
        if algorithm in ASYMMETRIC or not self.secret:
            return self._with_key(token, seen.header)
        return _opened(token, _from_secret(self.secret, algorithm, encoding), (algorithm, encoding))

    def _with_key(self, token: str, header: Mapping[str, Any]) -> str:
        given = self.key()
        algorithms = str(header["alg"]), str(header["enc"])
        if given is None:
            option = "--key" if algorithms[0] in ASYMMETRIC else "--client-secret"
            raise CannotOpen(f"it is encrypted, and there is no key to open it with; give {option}")
        candidates = [*_candidates(given, header)]
        for candidate in candidates:
            try:
                return _opened(token, candidate, algorithms)
            except _TooLarge:
                raise
            except CannotOpen:
                continue
        kind = " or ".join(_kinds(header))
        raise CannotOpen(
            "the key does not open it" if candidates else f"it is encrypted to an {kind} key, and --key holds none"
        )


def _from_secret(secret: str, algorithm: str, encoding: str) -> Any:
    size = ENCODINGS[encoding] if algorithm == "dir" else WRAPPING[algorithm]
    # OpenID Connect Core section 10.2: the left-truncated hash of the octets of the UTF-8 representation of the secret.
    digest = _HASHES[size](secret.encode()).digest()[:size]
    return _joserfc().OctKey.import_key(digest)


def _opened(token: str, key: Any, algorithms: tuple[str, str]) -> str:
    from joserfc import jwe
    from joserfc.errors import ExceededSizeError, JoseError

    try:
        # RFC 7515 section 4: header parameters that are not understood MUST be ignored; RFC 7519 section 5.3 puts claims there.
        registry = jwe.JWERegistry(algorithms=[*algorithms, DEFLATE], strict_check_header=False)
        opened = jwe.decrypt_compact(token.strip(), key, registry=registry)
    except ExceededSizeError:
        raise _TooLarge("what stands in it is compressed, and larger than a token can be") from None
    except (JoseError, ValueError, TypeError, KeyError):
        raise CannotOpen("the key does not open it") from None
    return (opened.plaintext or b"").decode("utf-8", "replace")


def _joserfc() -> Any:
    try:
        from joserfc import jwk
    except ImportError:
        raise UsageProblem(
            "opening an encrypted token needs a package that is not installed", "run: pip install 'tokencli[jwe]'"
        ) from None
    return jwk


def _candidates(given: PrivateKey, header: Mapping[str, Any]) -> Iterator[Any]:
    """The keys that may open a token: those of its kind, and the one it names where it is there."""
    kinds = _kinds(header)
    if is_json_object(given.octets):
        keys = [key for key in _from_json(given.octets) if key.get("kty") in kinds and key.get("use") in (None, "enc")]
        named = [key for key in keys if header.get("kid") is not None and key.get("kid") == header["kid"]]
        yield from (_imported(key, None) for key in named or keys)
        return
    private = _load(given)
    if private is not None and _kind(private) in kinds:
        yield _imported(_pem(private), _kind(private))


def _kinds(header: Mapping[str, Any]) -> tuple[str, ...]:
    """The types of keys that an algorithm takes."""
    return ASYMMETRIC.get(str(header["alg"]), ("oct",))


def _imported(key: Mapping[str, Any] | bytes, kind: str | None) -> Any:
    from joserfc.errors import JoseError

    jwk = _joserfc()
    try:
        with catch_warnings():
            simplefilter("ignore")  # the library warns of small keys, with a place in its own files
            return jwk.import_key(key, kind)
    except (JoseError, ValueError, TypeError, KeyError):
        # What the library says may quote the key.
        held = key.get("kty") if isinstance(key, dict) else kind
        raise UsageProblem(f"--key: the JWK cannot be used: its members make no key of the kind {held}") from None


def _from_json(octets: bytes) -> list[dict[str, Any]]:
    document = read_key_document(octets, KEY)
    keys = document["keys"] if isinstance(document.get("keys"), list) else [document]
    return [key for key in keys if isinstance(key, dict) and ("d" in key or "k" in key)]


def _load(given: PrivateKey) -> Any:
    secret = given.passphrase.encode() if given.passphrase else None
    if is_pkcs12(given.octets):
        return read_pkcs12(given.octets, secret, KEY)[0]
    return read_private_key(given.octets, secret, KEY)


def _kind(private: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if isinstance(private, rsa.RSAPrivateKey):
        return "RSA"
    return "EC" if isinstance(private, ec.EllipticCurvePrivateKey) else "OKP"


def _pem(private: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
