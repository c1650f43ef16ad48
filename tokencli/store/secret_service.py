"""The Secret Service asked directly for one value: the items are those of `keyring`, which alone takes longer to load than all else."""

from __future__ import annotations

import os
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tokencli.store.keyring_backend import Backend

KEYRING_NAME = "keyring.backends.SecretService.Keyring"


def may_be_quick() -> bool:
    """Whether nobody told keyring to use another collection or another scheme of attributes."""
    return not any(name.startswith("KEYRING_PROPERTY_") for name in os.environ)


class QuickSecretService:
    """Reads at once what keyring's own backend wrote; leaves everything else to that, and to it what fails here."""

    def get_password(self, service: str, username: str) -> str | None:
        """The password, or None.

        Raises:
            PermissionError: The collection is locked; to unlock it is not done here.
            Exception: What the Secret Service raises.
        """
        import secretstorage

        with closing(secretstorage.dbus_init()) as bus:
            collection = secretstorage.Collection(bus)
            if collection.is_locked():
                raise PermissionError("the collection is locked")
            for item in collection.search_items({"service": service, "username": username}):
                return bytes(item.get_secret()).decode()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps a password."""
        _keyring_backend().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        """Forgets a password."""
        _keyring_backend().delete_password(service, username)


@cache
def _keyring_backend() -> Backend:
    from keyring.core import load_keyring

    return cast("Backend", load_keyring(KEYRING_NAME))
