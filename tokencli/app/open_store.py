"""A store by its name after `--store`; only what that one needs is loaded."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tokencli.settings.paths import data_folder, state_folder

if TYPE_CHECKING:
    from tokencli.store.index import Index
    from tokencli.store.store_key import StoreKey
    from tokencli.store.token_store import TokenStore

STORES = ("keyring", "file", "none")
STORE_KEY = "TOKENCLI_STORE_KEY"


def open_store(kind: str, *, no_input: bool = False) -> TokenStore:
    """A store by its name after `--store`.

    Args:
        kind: One of `STORES`.
        no_input: Whether its key may not be asked for.
    """
    match kind:
        case "file":
            from tokencli.store.file_store import FileStore

            return FileStore(
                lambda: data_folder() / "tokens", lambda: _store_key(no_input=no_input), os.urandom, _index
            )
        case "keyring":
            from tokencli.store.keyring_backend import RememberedBackend
            from tokencli.store.keyring_store import KeyringStore
            from tokencli.store.keyring_vault import KeyringVault

            return KeyringStore(KeyringVault(RememberedBackend(state_folder)), state_folder, os.urandom, _index)
        case _:
            from tokencli.store.memory_store import MemoryStore

            return MemoryStore()


def _index() -> Index:
    from tokencli.store.index import Index

    return Index(state_folder)


def _store_key(*, no_input: bool) -> StoreKey:
    from tokencli.store.store_key import read_store_key

    text = os.environ.get(STORE_KEY, "")
    if not text and not no_input and sys.stdin.isatty() and sys.stderr.isatty():
        from getpass import getpass

        text = getpass("passphrase of the token file: ", stream=sys.stderr)
    return read_store_key(text)
