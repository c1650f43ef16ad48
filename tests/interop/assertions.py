"""The one issuer of JWT assertions that the server trusts (RFC 7523)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class AssertionIssuer:
    """Signs assertions; its public half is in a file for the server."""

    key: ec.EllipticCurvePrivateKey
    public_jwk: Path

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Makes a key, and writes its public half into the folder."""
        key = ec.generate_private_key(ec.SECP256R1())
        public_jwk = folder / "assertion-issuer.jwk"
        public_jwk.write_text(ECAlgorithm.to_jwk(key.public_key()), "utf-8")
        return cls(key, public_jwk)

    def assertion(self, audience: str, *, subject: str = "alice", seconds: int = 300) -> str:
        """An assertion about a person, good for some seconds from now."""
        claims: dict[str, Any] = {
            "iss": "https://issuer.example",
            "sub": subject,
            "aud": audience,
            "exp": int(time.time()) + seconds,
        }
        return jwt.encode(claims, self.key, algorithm="ES256")
