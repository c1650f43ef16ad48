"""What a person types to ask the sandbox, and what it received."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import ReceivedRequest, Sandbox

SECRETS = {one: f"{one}-secret" for one in ("demo", "demo-post", "no-grants")}


def named(sandbox: Sandbox, client_id: str = "demo") -> tuple[str, ...]:
    """The options that name the sandbox and a client of it."""
    secret = ("--client-secret", f"literal:{SECRETS[client_id]}") if client_id in SECRETS else ()
    return ("--issuer", sandbox.issuer, "--client-id", client_id, *secret)


def fetch(cli: Command, sandbox: Sandbox, grant: str, *words: str, client_id: str = "demo") -> Ran:
    """Runs `fetch GRANT` for a client of the sandbox."""
    return cli("fetch", grant, *named(sandbox, client_id), *words)


def token_requests(sandbox: Sandbox) -> list[ReceivedRequest]:
    """What the token endpoint received."""
    return [one for one in sandbox.requests if one.path == "/token"]
