"""Keyrings named like the real ones, each with one of the ways in which those fail."""

from __future__ import annotations

import threading
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError


class Fake(KeyringBackend):
    """Holds secrets in memory."""

    priority: ClassVar[float] = 1

    def __init__(self, **secrets: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets = secrets
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, username: str) -> str | None:
        """The secret of `SERVICE_USER`, with `_` for every sign that no keyword has."""
        self.asked.append((service, username))
        return self.secrets.get(f"{service}_{username}".replace("-", "_").replace("/", "_"))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps a secret."""
        self.secrets[f"{service}_{username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forgets a secret."""
        del self.secrets[f"{service}_{username}"]


class SecretService(Fake):
    """GNOME's keyring, locked by a prompt that was dismissed."""

    def get_password(self, service: str, username: str) -> str | None:
        """Fails as secretstorage does."""
        raise KeyringLocked("Failed to unlock the collection!")


class DBusGone(Fake):
    """The session bus is not there: the error is no KeyringError."""

    def get_password(self, service: str, username: str) -> str | None:
        """Fails as jeepney does."""
        raise ConnectionRefusedError(111, "Connection refused")


class KWallet(Fake):
    """A closed wallet whose window nobody sees: it never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        """Waits for the window to be closed."""
        self.released.wait(30)
        return None


class Fail(Fake):
    """What `keyring` chooses where there is nothing."""

    def get_password(self, service: str, username: str) -> str | None:
        """Fails as keyring.backends.fail does."""
        raise NoKeyringError("No recommended backend was available.")


class Uninitialised(Fake):
    """A backend that fails before its first use."""

    def get_password(self, service: str, username: str) -> str | None:
        """Fails as a Secret Service without a default collection does."""
        raise InitError("Failed to create the collection: Prompt dismissed.")
