"""The commands that the tests of this folder run against the misbehaving server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

# Requests that spend what they carry: sent twice, a server may revoke everything (RFC 6749 section 10.5, RFC 9700 section 4.14).
SPENDING = {
    "authorization-code": ("--code", "literal:SplxlOBeZQQYbYS6WxSbIA", "--redirect-uri", "http://127.0.0.1/callback"),
    "refresh-token": ("--refresh-token", "literal:tGzv3JOkF0XG5Qx2TlKWIA"),
    "password": ("--username", "alice", "--password", "literal:A3ddj3w-secret"),
    "custom": ("--grant-type", "urn:example:ticket", "--param", "ticket@literal:ticket-1234"),
}


def ask(cli: Command, grant: str, url: str, *words: str) -> Ran:
    """Runs `fetch` for a client with a secret."""
    client = ("--client-id", "ci", "--client-secret", "literal:hush-hush-1")
    return cli("fetch", grant, "--token-endpoint", url, *client, *SPENDING.get(grant, ()), *words)


def fetch(cli: Command, server: MisbehavingServer, *words: str) -> Ran:
    """Asks with the client credentials grant."""
    return ask(cli, "client-credentials", server.url(), *words)


def deviations(done: Ran) -> set[str]:
    """The names of the deviations in the JSON output."""
    return {one["name"] for one in done.json["tokencli"]["deviations"]}
