"""The thumbprint of a key: a hash of what makes the key, and of nothing else (RFC 7638, RFC 8037 appendix A.3)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import base64url_encode

if TYPE_CHECKING:
    from collections.abc import Mapping

# RFC 7638 section 3.2 and RFC 8037 section 2: the required members of each key type, in lexicographic order.
REQUIRED = {
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
    "RSA": ("e", "kty", "n"),
    "oct": ("k", "kty"),
}


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """The SHA-256 thumbprint of a JWK, base64url-encoded.

    Args:
        jwk: The key; private members and comments do not matter.

    Raises:
        ValueError: The key type is not known, or a required member is missing.
    """
    kind = jwk.get("kty")
    missing = [name for name in REQUIRED.get(str(kind), ("kty",)) if not isinstance(jwk.get(name), str)]
    if kind not in REQUIRED or missing:
        raise ValueError(f"a key of the type {kind} has no thumbprint" + (f"; missing: {missing}" if missing else ""))
    # RFC 7638 section 3: no white space or line breaks, members ordered by the code points of their names.
    members = {name: jwk[name] for name in REQUIRED[str(kind)]}
    text = json.dumps(members, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return base64url_encode(hashlib.sha256(text.encode()).digest())
