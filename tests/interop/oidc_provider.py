"""The OpenID-certified npm package `oidc-provider`, as processes that a test run starts and stops."""

from __future__ import annotations

import json
import os
import select
import shutil
import ssl
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import httpx

from tests.interop.command_line import LIMIT_SECONDS
from tests.interop.process import stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.interop.certificates import Certificate

PROJECT = Path(__file__).parent / "servers" / "oidc_provider"
START_SECONDS = 60

CLIENTS: dict[str, dict[str, Any]] = json.loads((PROJECT / "clients.json").read_text("utf-8"))


def secret_of(client_id: str) -> str:
    """The secret that the server has for a client; empty for a public one."""
    return str(CLIENTS[client_id].get("client_secret", ""))


@dataclass(frozen=True)
class Event:
    """Something that went wrong at the server, with the reason that it tells no client."""

    name: str
    error: str
    description: str
    detail: str


@dataclass(frozen=True)
class OidcProvider:
    """A running server."""

    issuer: str
    ca_file: Path | None = None

    @property
    def token_endpoint(self) -> str:
        return f"{self.issuer}/token"

    def secret_of(self, client_id: str) -> str:
        """The secret that the server has for a client; empty for a public one."""
        return secret_of(client_id)

    def events(self) -> tuple[Event, ...]:
        """What went wrong since this was last asked."""
        with self.visit() as visitor:
            return tuple(Event(**one) for one in visitor.get("/test/events").raise_for_status().json())

    def asked(self) -> tuple[dict[str, str], ...]:
        """What the phone of a person shows since this was last asked (OpenID CIBA Core)."""
        return tuple(self._at_the_phone(""))

    def decide(self, decision: str, auth_req_id: str) -> None:
        """Lets the person `approve` or `deny` on the phone."""
        self._at_the_phone(f"/{decision}/{auth_req_id}")

    def tunnel_to(self, port: int) -> None:
        """Lets https://tunnel.example, where the client `ciba-ping` is notified, lead to a port of this machine."""
        with self.visit() as visitor:
            visitor.get(f"/test/tunnel/{port}").raise_for_status()

    def introspect(self, token: str) -> dict[str, Any]:
        """What the server knows of a token (RFC 7662)."""
        found: dict[str, Any] = self._as_basic("/token/introspection", token).json()
        return found

    def revoke(self, token: str) -> None:
        """Makes the server forget a token of the client `basic` (RFC 7009)."""
        self._as_basic("/token/revocation", token)

    def visit(self, **headers: str) -> httpx.Client:
        """A plain HTTP client that knows the way, and nothing of the machine's proxies."""
        verify = ssl.create_default_context(cafile=self.ca_file)
        return httpx.Client(
            base_url=self.issuer, headers=headers, verify=verify, trust_env=False, timeout=LIMIT_SECONDS
        )

    def _at_the_phone(self, path: str) -> Any:
        with self.visit() as visitor:
            return visitor.get(f"/test/phone{path}").raise_for_status().json()

    def _as_basic(self, path: str, token: str) -> httpx.Response:
        with self.visit() as visitor:
            answer = visitor.post(path, data={"token": token}, auth=("basic", secret_of("basic")))
            return answer.raise_for_status()


@contextmanager
def running_oidc_provider(
    folder: Path,
    packages: Path,
    *,
    certificate: Certificate | None = None,
    ca_file: Path | None = None,
    **environment: str,
) -> Iterator[OidcProvider]:
    """Runs a server while the context lasts.

    Args:
        folder: An empty folder for it, where its log stays.
        packages: The installed packages of `PROJECT`.
        certificate: What it shows; without one it speaks plain http.
        ca_file: The authority that a client of it is to trust.
        environment: Further variables that `server.mjs` knows.
    """
    _lay_out(folder, packages)
    variables = {**os.environ, **environment}
    if certificate is not None:
        variables |= {"TLS_CERT": str(certificate.chain), "TLS_KEY": str(certificate.key)}
    process, issuer = _start(folder, variables)
    try:
        yield OidcProvider(issuer, ca_file)
    finally:
        stop(process)


def _lay_out(folder: Path, packages: Path) -> None:
    for source in (*PROJECT.glob("*.mjs"), PROJECT / "clients.json", PROJECT / "package.json"):
        shutil.copy(source, folder)
    (folder / "node_modules").symlink_to(packages)


def _start(folder: Path, variables: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as ready, (folder / "log.txt").open("wb") as log:
        with os.fdopen(writer, "wb"):  # ours is closed at once, so that the end of the server is the end of the pipe
            process = subprocess.Popen(
                ["node", "server.mjs"],
                cwd=folder,
                env=variables | {"READY_FD": str(writer)},
                pass_fds=(writer,),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        said = _first_words(ready)
    if not said:
        stop(process)
        raise RuntimeError(f"oidc-provider did not start:\n{(folder / 'log.txt').read_text('utf-8')}")
    return process, str(json.loads(said)["issuer"])


def _first_words(ready: BinaryIO) -> bytes:
    """What the server says once it listens; nothing when it ended before, or took too long."""
    heard, _, _ = select.select([ready], [], [], START_SECONDS)
    return ready.read() if heard else b""
