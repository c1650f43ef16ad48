"""Proof Key for Code Exchange: a verifier kept here, a challenge sent ahead (RFC 7636)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.jose.peek import base64url_encode

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

METHODS = ("S256", "plain", "none")
VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")  # RFC 7636 section 4.1
VERIFIER_OCTETS = 32  # RFC 7636 section 4.1: a 32-octet sequence, base64url-encoded to 43 characters


@dataclass(frozen=True, slots=True)
class Pkce:
    """A verifier with its challenge.

    Attributes:
        method: `S256` or `plain`.
        verifier: The secret, sent with the token request.
        challenge: What the authorization request carries.
    """

    method: str
    verifier: str
    challenge: str


def challenge_of(verifier: str, method: str) -> str:
    """The challenge of a verifier.

    >>> challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "S256")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    # RFC 7636 section 4.2: code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))
    return verifier if method == "plain" else base64url_encode(hashlib.sha256(verifier.encode("ascii")).digest())


def make_pkce(method: str, ambient: Ambient) -> Pkce | None:
    """A fresh verifier for one authorization request; None when PKCE is switched off.

    Args:
        method: One of `METHODS`.
        ambient: Where the randomness comes from.
    """
    if method == "none":
        return None
    # RFC 9700 section 2.1.1: the PKCE challenge MUST be transaction-specific.
    verifier = base64url_encode(ambient.random_octets(VERIFIER_OCTETS))
    return Pkce(method, verifier, challenge_of(verifier, method))
