"""A private key made for one purpose and no other, out of the octets that chance gives (FIPS 186-5 appendix A.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.keys import SigningKey, public_jwk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# RFC 7518 section 3.4, RFC 8037 section 3.1, RFC 9864 section 2.2: what a key can be made for at once, the best known first.
MADE_FOR = ("ES256", "Ed25519", "EdDSA", "ES384", "ES512")
# FIPS 186-5 appendix A.2.1: 64 bits more than the order has, so that no number is likelier than another.
_EXTRA_OCTETS = 8
# The orders of the curves (NIST SP 800-186 section 3.2.1).
_P256 = 2**256 - 2**224 + 2**192 - 0x4319055258E8617B0C46353D039CDAAF
_P384 = 2**384 - 0x389CB27E0BC8D220A7E5F24DB74F58851313E695333AD68D
_P521 = 2**521 - 0x5AE79787C40D069948033FEB708F65A2FC44A36477663B851449048E16EC79BF7


def make_key(listed: Sequence[str] | None, random_octets: Callable[[int], bytes]) -> tuple[SigningKey, str]:
    """A key, and the algorithm it is for.

    Args:
        listed: The algorithms the recipient takes; None when it does not say.
        random_octets: That many unpredictable octets.

    Raises:
        UsageProblem: The recipient takes nothing that a key can be made for at once.
    """
    algorithm = next((name for name in MADE_FOR if listed is None or name in listed), None)
    if algorithm is None:
        raise UsageProblem(
            f"the server takes {', '.join(listed or ())}, and no key is made for these here", "give one with --dpop-key"
        )
    private = _private(algorithm, random_octets)
    return SigningKey(private, public_jwk(private), "", algorithm), algorithm


def _private(algorithm: str, random_octets: Callable[[int], bytes]) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    if algorithm in {"EdDSA", "Ed25519"}:
        return ed25519.Ed25519PrivateKey.from_private_bytes(random_octets(32))  # RFC 8032 section 5.1.5
    curve, order = {
        "ES256": (ec.SECP256R1(), _P256),
        "ES384": (ec.SECP384R1(), _P384),
        "ES512": (ec.SECP521R1(), _P521),
    }[algorithm]
    octets = random_octets((order.bit_length() + 7) // 8 + _EXTRA_OCTETS)
    return ec.derive_private_key(int.from_bytes(octets, "big") % (order - 1) + 1, curve)
