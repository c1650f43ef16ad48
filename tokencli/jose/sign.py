"""A JWS made: header, claims, signature (RFC 7515 section 7.1)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import base64url_encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.jose.keys import SigningKey


def sign(header: Mapping[str, Any], claims: Mapping[str, Any], key: SigningKey, algorithm: str) -> str:
    """A signed JWT in compact serialisation.

    Args:
        header: Header members besides `alg`.
        claims: The claims.
        key: The key.
        algorithm: One of the key's algorithms.
    """
    from jwt.algorithms import get_default_algorithms

    text = signing_input({"alg": algorithm, **header}, claims)
    # pyjwt knows Ed25519 under the older name (RFC 9864 section 2.2).
    signer = get_default_algorithms()["EdDSA" if algorithm == "Ed25519" else algorithm]
    return f"{text}.{base64url_encode(signer.sign(text.encode('ascii'), key.private))}"


def unsecured(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """A JWT without a signature, for debugging alone (RFC 7519 section 6)."""
    return f"{signing_input({'alg': 'none', **header}, claims)}."


def signing_input(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """What is signed: header and claims, each as base64url, with a dot between (RFC 7515 section 5.1)."""
    parts = (json.dumps(part, separators=(",", ":"), ensure_ascii=False).encode() for part in (header, claims))
    return ".".join(base64url_encode(part) for part in parts)
