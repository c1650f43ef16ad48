"""Tokens of an issuer that is a server of the test, good and bad, and its keys."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import jwt

from tests.faults.server import respond
from tests.oauth.authorization.party import jwk, private_key

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

ISSUER = "https://as.example"
# The tests run until an hour after this: so long are the tokens good.
NOW = int(time.time())
HOUR = 3600
ACCESS = {
    "iss": ISSUER, "aud": "api://orders", "sub": "alice", "client_id": "app", "jti": "j-1", "scope": "read", "iat": NOW,
    "exp": NOW + HOUR,
}  # fmt: skip
IDENTITY = {"iss": ISSUER, "aud": "app", "sub": "alice", "iat": NOW, "exp": NOW + HOUR, "nonce": "n-1"}


def signed(claims: dict[str, Any], typ: str = "JWT", key: str = "k1", kid: str = "k1") -> str:
    """A token of these claims; those that are None are left out."""
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, private_key(key), "ES256", headers={"typ": typ, "kid": kid})


def access_token(typ: str = "at+jwt", key: str = "k1", **claims: Any) -> str:
    """A JWT access token."""
    return signed({**ACCESS, **claims}, typ, key)


def id_token(key: str = "k1", **claims: Any) -> str:
    """An ID token."""
    return signed({**IDENTITY, **claims}, "JWT", key)


def keys_file(cli: Command, *names: str) -> Path:
    """The file `keys.json` in the home, with the public keys of these names."""
    path = cli.home / "keys.json"
    path.write_text(json.dumps({"keys": [jwk(name) for name in names or ("k1",)]}), "utf-8")
    return path


def publish(server: MisbehavingServer, *names: str, **metadata: Any) -> str:
    """Lets the server publish its metadata, then its keys; returns its issuer."""
    issuer = server.url("")
    server.behave(
        respond(
            200, {"issuer": issuer, "jwks_uri": server.url("/keys"), **metadata}, ("Content-Type", "application/json")
        ),
        respond(200, {"keys": [jwk(name) for name in names or ("k1",)]}, ("Content-Type", "application/json")),
    )
    return issuer
