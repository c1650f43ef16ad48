"""A person who signed in once, and what the program keeps of it in its encrypted file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

STORE_KEY = "key:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"
IN_FILE = {"TOKENCLI_STORE_KEY": STORE_KEY}
CODE = ("--code", "literal:code-1", "--redirect-uri", "http://127.0.0.1/callback")


def profiles(cli: Command, server: MisbehavingServer, **changed: dict[str, Any]) -> None:
    """Writes profiles that need a person; each name with the keys that differ from the others'."""
    keys = {
        "grant": "authorization_code",
        "token_endpoint": server.url(),
        "authorization_endpoint": server.url("/authorize"),
        "client_id": "app",
        "store": "file",
    }
    cli.config("".join(f"[profiles.{name}]\n{_lines({**keys, **own})}\n" for name, own in changed.items()))


def _lines(keys: dict[str, Any]) -> str:
    # A JSON text, number, boolean or list of texts is a TOML one too.
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items() if value is not None)


def use_file_store(cli: Command) -> None:
    """Gives the key of the encrypted file, until the test ends."""
    cli.monkeypatch.setenv("TOKENCLI_STORE_KEY", STORE_KEY)


def sign_in(cli: Command, profile: str = "dev", *words: str) -> Ran:
    """Signs in with a code that was got elsewhere, so that no browser is needed."""
    done = cli("login", profile, *CODE, *words)
    assert done.code == 0, done.err
    return done
