"""Backends of keyring that behave as badly as real ones; none offers itself to a look-up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

import keyring.core
from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError, PasswordSetError

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SHORT = 1280  # characters, as the Windows Credential Manager takes them


class Killed(BaseException):
    """The process ends here."""


class ShortBackend(KeyringBackend):
    """Takes 1,280 characters a value and replaces one by deleting it first; can be killed before any step.

    All of its kind hold the same values, as all processes that ask one keyring do.
    """

    values: ClassVar[dict[str, str]] = {}
    steps_to_live: ClassVar[int] = -1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring's own

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - the signature is keyring's
        raise RuntimeError("for tests alone")

    def step(self) -> None:
        if ShortBackend.steps_to_live == 0:
            raise Killed
        ShortBackend.steps_to_live -= 1

    def get_password(self, service: str, username: str) -> str | None:
        return self.values.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > SHORT:
            raise PasswordSetError("1783, 'CredWrite', 'The stub received bad data'")
        self.step()
        self.values.pop(f"{service}/{username}", None)
        self.step()
        self.values[f"{service}/{username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        if f"{service}/{username}" not in self.values:
            raise PasswordDeleteError("not found")
        self.step()
        del self.values[f"{service}/{username}"]


class HangingBackend(ShortBackend):
    """Never answers, as a closed KWallet."""

    asked: ClassVar[int] = 0

    def get_password(self, service: str, username: str) -> str | None:
        type(self).asked += 1
        threading.Event().wait()
        return None


class ForgetfulBackend(ShortBackend):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps nothing."""


class FailingBackend(ShortBackend):
    """Raises what it was told to raise, with the value it was given in the message."""

    problem: ClassVar[type[Exception]] = OSError

    def get_password(self, service: str, username: str) -> str | None:
        raise self.problem("the bus is gone")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.problem(f"could not write {password}")


def no_keyring_of_this_machine(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Takes care that no test asks the keyring of whoever runs it, and that each starts with an empty one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    ShortBackend.values.clear()
    ShortBackend.steps_to_live = -1
    HangingBackend.asked = 0
