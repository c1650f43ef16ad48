"""What the suite knows of every real server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class AuthorizationServer(Protocol):
    """A running server, as a client sees it."""

    @property
    def issuer(self) -> str:
        """Its issuer identifier."""

    @property
    def ca_file(self) -> Path | None:
        """The authority that its clients are to trust, where it speaks TLS."""

    def secret_of(self, client_id: str) -> str:
        """The secret that it has for a client; empty for a public one."""
