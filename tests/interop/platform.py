"""A platform that tells others which job runs on it, as GitHub Actions and Kubernetes do; its key is ours."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.jose.keys import key

if TYPE_CHECKING:
    from pathlib import Path

ISSUER = "https://platform.example"
KID = "platform"
JOB = "repo:acme/orders"


@dataclass(frozen=True)
class Platform:
    """The issuer of tokens about jobs and people.

    Attributes:
        private: The key it signs with.
    """

    private: Any

    @classmethod
    def make(cls) -> Self:
        """A platform with a key of its own."""
        return cls(key("RS256", kid=KID).private)

    @property
    def public_pem(self) -> str:
        """The public half of its key, for a server that trusts it."""
        pem: bytes = self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return pem.decode("ascii")

    def token(self, audience: str, subject: str = JOB, *, typ: str = "JWT", **claims: str) -> str:
        """A token for somebody, about somebody, good once for two minutes."""
        now = int(time.time())
        told = {"iss": ISSUER, "sub": subject, "aud": audience, "iat": now, "exp": now + 120, "jti": uuid.uuid4().hex}
        return jwt.encode({**told, **claims}, self.private, algorithm="RS256", headers={"kid": KID, "typ": typ})

    def written(self, folder: Path, audience: str, subject: str = JOB) -> str:
        """Such a token in a file of the folder; the path of it."""
        path = folder / "token"
        path.write_text(self.token(audience, subject) + "\n", "utf-8")
        return str(path)
