"""A JWT encrypted to a server's key, and one that a server encrypted to ours (RFC 7516, RFC 7518)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# RFC 8725 section 3.2: the allow-list; RSA1_5 and password-based algorithms are left out on purpose.
_ALGORITHMS = {
    "RSA": ("RSA-OAEP-256", "RSA-OAEP"),
    "EC": ("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"),
    "OKP": ("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"),
}
_ENCODINGS = ("A256GCM", "A128GCM", "A128CBC-HS256", "A256CBC-HS512", "A192GCM", "A192CBC-HS384")
DEFAULT_ENCODING = "A128CBC-HS256"  # OpenID Connect Registration section 2, for every *_encrypted_response_enc


def choose_encryption(
    keys: Sequence[Mapping[str, Any]], algorithms: Sequence[str] | None, encodings: Sequence[str] | None
) -> tuple[Mapping[str, Any], str, str]:
    """A key of a set, with the algorithms to encrypt to it.

    Args:
        keys: The keys of the recipient, as JWKs.
        algorithms: The `alg` values the recipient lists; None when it lists none.
        encodings: The `enc` values it lists.

    Raises:
        UsageProblem: No key is for encryption, or nothing safe is common.
    """
    for key in keys:
        if key.get("use") == "enc":
            able = (str(key["alg"]),) if key.get("alg") else _ALGORITHMS.get(str(key.get("kty")), ())
            common = [name for name in able if algorithms is None or name in algorithms]
            if common:
                return key, common[0], _encoding(encodings)
    raise UsageProblem(
        "the server publishes no key that a request can be encrypted to", "use --request-object signed instead"
    )


def _encoding(encodings: Sequence[str] | None) -> str:
    if encodings is None:
        return DEFAULT_ENCODING
    return next((name for name in _ENCODINGS if name in encodings), DEFAULT_ENCODING)


def encrypt(plaintext: str, key: Mapping[str, Any], header: Mapping[str, str]) -> str:
    """Encrypts a text to a key.

    Args:
        plaintext: The text, usually a signed JWT.
        key: The public key as a JWK.
        header: The protected header, with `alg` and `enc`.

    Returns:
        The JWE in compact serialisation.

    Raises:
        UsageProblem: The extra is not installed, or the key cannot be used.
    """
    try:
        from joserfc import jwe
        from joserfc.errors import JoseError
        from joserfc.jwk import import_key
    except ImportError:
        raise _missing() from None
    protected = {**header, "kid": str(key["kid"])} if key.get("kid") else dict(header)
    try:
        return str(jwe.encrypt_compact(protected, plaintext, import_key(dict(key)), algorithms=_allowed(header)))
    except (JoseError, ValueError, TypeError) as problem:
        raise UsageProblem(f"the server's key cannot be used to encrypt: {problem}") from None


def _allowed(header: Mapping[str, str]) -> list[str]:
    return [header["alg"], header["enc"]]


def _missing() -> UsageProblem:
    return UsageProblem("encrypting needs a package that is not installed", "run: pip install 'tokencli[jwe]'")
