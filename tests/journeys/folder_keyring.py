"""Keyrings for runs in a process of their own, named by PYTHON_KEYRING_BACKEND."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError

SHORT = 1280  # characters, as the Windows Credential Manager takes them


class FolderKeyring(KeyringBackend):
    """Keeps short values, each in a file of the folder that TEST_KEYRING_FOLDER names; replaces one by deleting it first."""

    priority = 0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring's own

    @staticmethod
    def _file(service: str, username: str) -> Path:
        return Path(os.environ["TEST_KEYRING_FOLDER"], hashlib.sha256(f"{service}/{username}".encode()).hexdigest())

    def get_password(self, service: str, username: str) -> str | None:
        try:
            return self._file(service, username).read_text("utf-8")
        except FileNotFoundError:
            return None

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > SHORT:
            raise PasswordSetError("1783, 'CredWrite', 'The stub received bad data'")
        file = self._file(service, username)
        file.unlink(missing_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_text(password, "utf-8")
        part.replace(file)

    def delete_password(self, service: str, username: str) -> None:
        try:
            self._file(service, username).unlink()
        except FileNotFoundError:
            raise PasswordDeleteError("not found") from None


class LockedKeyring(FolderKeyring):
    """Is locked, and nobody unlocks it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the collection is locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("the collection is locked")
