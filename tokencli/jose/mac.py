"""A JWT with a MAC: HS256, HS384 and HS512 with a secret that both sides know (RFC 7518 section 3.2)."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.peek import base64url_encode
from tokencli.jose.sign import signing_input

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
# RFC 7518 section 3.2: a key of the same size as the hash output or larger MUST be used.
SMALLEST_SECRET = {name: made().digest_size for name, made in _HASHES.items()}


def choose_mac(secret: str, wanted: str | None, listed: Sequence[str] | None) -> str:
    """The algorithm to make a MAC with.

    Args:
        secret: The client secret.
        wanted: What the person named; None for the first that fits.
        listed: The algorithms the server's metadata names; None when it names none.

    Raises:
        UsageProblem: The secret is too short for it, or no algorithm is common.
    """
    if wanted is not None and wanted not in _HASHES:
        raise UsageProblem(f"--alg {wanted} does not go with a client secret", f"it can do {', '.join(_HASHES)}")
    common = (wanted,) if wanted else tuple(name for name in _HASHES if listed is None or name in listed)
    if not common:
        raise UsageProblem(
            f"the server takes {', '.join(listed or ())} for client assertions, and a secret can only do {', '.join(_HASHES)}",
            "use another --auth-method, or name --alg to try all the same",
        )
    return _long_enough(secret, common)


def _long_enough(secret: str, common: Sequence[str]) -> str:
    # OpenID Connect Core section 10.1: the octets of the UTF-8 representation of the client_secret are the key.
    size = len(secret.encode())
    fitting = [name for name in common if size >= SMALLEST_SECRET[name]]
    if not fitting:
        raise UsageProblem(
            f"the client secret has {size} octets, and {common[0]} needs {SMALLEST_SECRET[common[0]]} or more",
            "RFC 7518 section 3.2 forbids a shorter one; have the client given a longer secret",
        )
    return fitting[0]


def sign_with_secret(header: Mapping[str, Any], claims: Mapping[str, Any], secret: str, algorithm: str) -> str:
    """A JWT with a MAC in compact serialisation.

    Args:
        header: Header members besides `alg`.
        claims: The claims.
        secret: The secret.
        algorithm: `HS256`, `HS384` or `HS512`.
    """
    text = signing_input({"alg": algorithm, **header}, claims)
    return f"{text}.{base64url_encode(mac(secret.encode(), text, algorithm))}"


def mac(secret: bytes, text: str, algorithm: str) -> bytes:
    """The MAC of a signing input (RFC 7518 section 3.2).

    Args:
        secret: The octets of the secret.
        text: What is signed.
        algorithm: `HS256`, `HS384` or `HS512`.
    """
    return hmac.digest(secret, text.encode("ascii"), _HASHES[algorithm])
