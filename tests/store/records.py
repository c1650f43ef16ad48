"""Records as tests need them."""

from __future__ import annotations

from typing import Any

from tokencli.store.configured import ConfiguredInputs
from tokencli.store.record import Record


def record(profile: str = "dev", access_token: str = "access-token", **others: Any) -> Record:
    """A record with everything in it."""
    given: dict[str, Any] = {
        "inputs": ConfiguredInputs(
            profile=profile,
            issuer="https://login.example",
            client_id="app",
            grant="authorization-code",
            scope=("a", "b"),
            resource=("https://api.example",),
            param=(("a", "env:A"),),
        ),
        "members": {
            "access_token": access_token,
            "refresh_token": "refresh-token",
            "odd": [1.5, None, {"é": "\ud800"}],
        },
        "received_at": 1_772_366_400.25,
        "expires_at": 1_772_370_000.0,
        "issuer": "https://login.example",
        "token_endpoint": "https://login.example/token",
        "subject": "alice",
        "dpop_key": "file:key.pem",
        "refreshed_at": 1_772_366_400.0,
    }
    return Record(**{**given, **others})


LONG = "".join(chr(33 + number * 7 % 90) for number in range(9000))
