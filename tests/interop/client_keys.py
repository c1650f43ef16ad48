"""The keys of the clients that sign, one of each kind; made for one run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.jose.keys import key, pem

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.es256_key import Es256Key

RSA, ED25519 = key("RS256", kid="rsa"), key("EdDSA", kid="ed")
# RFC 7518 section 3.1: one key of RSA signs in two ways.
KEYS = {"RS256": RSA, "PS256": RSA, "EdDSA": ED25519}


def client_jwks(client_key: Es256Key) -> str:
    """What a client registers (RFC 7517 section 5): the ES256 key of the suite, and one of each other kind."""
    public = (json.loads(client_key.public_jwk.read_text("utf-8")), RSA.jwk, ED25519.jwk)
    return json.dumps({"keys": [{**one, "use": "sig"} for one in public]})


def written_key(folder: Path, algorithm: str) -> tuple[str, ...]:
    """The options by which a client signs with an algorithm; its key is written into the folder as PEM."""
    path = folder / f"{algorithm}.pem"
    path.write_bytes(pem(KEYS[algorithm].private))
    return ("--key", f"file:{path}", "--kid", KEYS[algorithm].jwk["kid"], "--alg", algorithm)
