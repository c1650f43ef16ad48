"""A key pair made for a client, in the forms that people keep and register (RFC 7517, RFC 5958)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.keys import SMALLEST_RSA_BITS, SigningKey, public_jwk
from tokencli.jose.thumbprint import thumbprint

if TYPE_CHECKING:
    from collections.abc import Mapping

# RFC 7518 section 3.1, RFC 8812 section 3.2, RFC 9864 section 2.2: what a key can be made for, the usual one first.
KINDS = (
    "ES256", "RS256", "PS256", "Ed25519", "ES384", "ES512", "ES256K", "RS384", "RS512", "PS384", "PS512", "EdDSA",
)  # fmt: skip
DEFAULT_RSA_BITS = 3072  # NIST SP 800-57 part 1, table 2: as strong as P-256
LARGEST_RSA_BITS = 8192  # beyond it making one takes minutes


def new_key(algorithm: str, bits: int | None, kid: str | None) -> SigningKey:
    """A key that nobody else has.

    Args:
        algorithm: One of `KINDS`.
        bits: The size of an RSA key; None for the usual one.
        kid: Its identifier; None for its thumbprint (RFC 7638 section 1).

    Raises:
        UsageProblem: The size is none for this kind, or too small or too large.
    """
    private = (
        _rsa(DEFAULT_RSA_BITS if bits is None else bits) if algorithm[:2] in {"RS", "PS"} else _curve(algorithm, bits)
    )
    public = public_jwk(private)
    return SigningKey(private, public, kid or thumbprint(public), algorithm)


def _rsa(bits: int) -> Any:
    from cryptography.hazmat.primitives.asymmetric import rsa

    # RFC 7518 section 3.3: a key of size 2048 bits or larger MUST be used with these algorithms.
    if not SMALLEST_RSA_BITS <= bits <= LARGEST_RSA_BITS:
        raise UsageProblem(
            f"--bits {bits} is no size for an RSA key", f"from {SMALLEST_RSA_BITS} to {LARGEST_RSA_BITS}"
        )
    return rsa.generate_private_key(65537, bits)


def _curve(algorithm: str, bits: int | None) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    if bits is not None:
        raise UsageProblem(f"--bits does not go with {algorithm}", "its curve has one size; leave it out")
    if algorithm in {"Ed25519", "EdDSA"}:
        return ed25519.Ed25519PrivateKey.generate()
    curves = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1(), "ES256K": ec.SECP256K1()}
    return ec.generate_private_key(curves[algorithm])


def registered_jwk(key: SigningKey) -> dict[str, Any]:
    """The public part, as it is registered: for signatures, by its name and algorithm (RFC 7517 section 4)."""
    told: Mapping[str, Any] = {"kid": key.kid, "alg": key.alg, "use": "sig"}
    return {**key.public, **{name: value for name, value in told.items() if value}}


def private_pem(key: SigningKey, passphrase: str | None) -> str:
    """The private key as PEM (RFC 5958), encrypted where there is a passphrase.

    Args:
        key: The key.
        passphrase: What it is encrypted with; None to leave it open.
    """
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    sealed = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return str(key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed).decode("ascii"))


def public_pem(key: SigningKey) -> str:
    """The public key as PEM (RFC 7468 section 13)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = key.private.public_key()
    return str(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii"))
