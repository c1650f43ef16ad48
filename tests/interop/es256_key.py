"""Keys that the tests hold and whose public halves a server is given."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Es256Key:
    """A key for ES256 signatures.

    Attributes:
        private_jwk: The file of the private key.
        public_jwk: The file of the public half, for the server.
    """

    private_jwk: Path
    public_jwk: Path

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Makes a key, and writes both halves into the folder."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = cls(folder / "private.jwk", folder / "public.jwk")
        for file, half in ((made.private_jwk, key), (made.public_jwk, key.public_key())):
            file.write_text(json.dumps({"kid": folder.name, **ECAlgorithm.to_jwk(half, as_dict=True)}), "utf-8")
        return made

    def assertion(
        self, audience: str, *, issuer: str = "https://issuer.example", subject: str = "alice", seconds: int = 300
    ) -> str:
        """An assertion about a person (RFC 7523 section 2.1), good for some seconds from now."""
        expires = int(time.time()) + seconds
        claims: dict[str, Any] = {
            "iss": issuer,
            "sub": subject,
            "aud": audience,
            "exp": expires,
            "iat": expires - 60,
            "jti": uuid.uuid4().hex,
        }
        key = jwt.PyJWK.from_json(self.private_jwk.read_text("utf-8"))
        return jwt.encode(claims, key, algorithm="ES256", headers={"kid": key.key_id})
