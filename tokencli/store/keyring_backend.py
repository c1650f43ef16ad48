"""Which backend of `keyring` is used: the one the person named, else the one that worked last time, else the best there is."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from tokencli.errors import StoreProblem
from tokencli.settings.paths import replace_file
from tokencli.store.secret_service import KEYRING_NAME, QuickSecretService, may_be_quick
from tokencli.store.written_file import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ELSEWHERE = "keep tokens elsewhere: --store file with TOKENCLI_STORE_KEY, or --store none"
_PLAIN_TEXT = "stores secrets as plain text"
# Backends that keep nothing, or keep it for everybody to read; subclasses too.
_REFUSED = {
    "keyring.backends.fail.Keyring": "stands for no keyring at all",
    "keyring.backends.null.Keyring": "keeps nothing",
    "keyrings.alt.file.PlaintextKeyring": _PLAIN_TEXT,
    "keyrings.alt.pyfs.PlaintextKeyring": _PLAIN_TEXT,
    "keyrings.alt.pyfs.BasicKeyring": _PLAIN_TEXT,
    "keyrings.alt.Google.DocsKeyring": _PLAIN_TEXT,
}


class Backend(Protocol):
    """What is needed of `keyring.backend.KeyringBackend`."""

    def get_password(self, service: str, username: str) -> str | None:
        """The password, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps a password."""

    def delete_password(self, service: str, username: str) -> None:
        """Forgets a password."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a backend can do.

    Attributes:
        part_characters: How long one value may be.
        whole_characters: How long a value may be that is kept in one piece, together with what is known of it.
        replaces: Whether a value is replaced in one step; if not, it is gone for a moment.
    """

    part_characters: int = 1200  # Windows: 2,560 octets, two for each character, and some to spare
    whole_characters: int = 0
    replaces: bool = False


_ROOMY = Traits(whole_characters=1_000_000, replaces=True)
_TRAITS = {
    "keyring.backends.SecretService": _ROOMY,
    "tokencli.store.secret_service": _ROOMY,
    "keyring.backends.libsecret": _ROOMY,
    "keyring.backends.kwallet": _ROOMY,
    "keyring.backends.macOS": Traits(whole_characters=1_000_000),  # deletes, then adds
    "keyring.backends.Windows": Traits(replaces=True),
}


def name_of(kind: type) -> str:
    """Module and class, as `PYTHON_KEYRING_BACKEND` has it."""
    return f"{kind.__module__}.{kind.__qualname__}"


def traits_of(backend: Backend) -> Traits:
    """What a backend can do; one that is not known is taken to be the weakest."""
    return _TRAITS.get(type(backend).__module__, Traits())


def refusal(backend: Backend) -> str:
    """Why a backend is not used, or an empty text."""
    return next((_REFUSED[name_of(kind)] for kind in type(backend).__mro__ if name_of(kind) in _REFUSED), "")


def best_backend() -> Backend:
    """Looks the backend up as `keyring` does: what is named, else what has the highest priority.

    Raises:
        StoreProblem: There is none, or none that keeps a secret.
        Exception: Whatever a backend raises when it is loaded.
    """
    import logging

    # A plug-in that cannot be loaded is said to the log, which would put a traceback on stderr.
    logging.getLogger("keyring").addHandler(logging.NullHandler())
    import keyring

    found = keyring.get_keyring()
    # A chain asks one backend after the other, and writes to the first: so the first that may be used is enough.
    chain = cast("Iterable[Backend]", getattr(found, "backends", [found]))
    refused = ""
    for one in chain:
        why = refusal(one)
        if not why:
            return _prepared(one)
        refused = refused or f"{name_of(type(one))} {why}"
    if isinstance(found, import_module("keyring.backends.fail").Keyring):
        raise StoreProblem("this machine has no keyring that can be used", _ELSEWHERE)
    raise StoreProblem(f"the keyring is not used: its backend {refused or name_of(type(found))}", _ELSEWHERE)


def _prepared(backend: Backend) -> Backend:
    if type(backend).__module__ == "keyring.backends.Windows":
        backend.persist = "local machine"  # type: ignore[attr-defined] # the default follows the person to other machines
    return backend


def _somebody_named_one() -> bool:
    """Whether the person named a backend where keyring reads it: in the environment, or in its file of settings."""
    if "PYTHON_KEYRING_BACKEND" in os.environ:
        return True
    return keyring_settings_file().exists()


def keyring_settings_file() -> Path:
    """Where `keyring` reads its settings; known here too, because to ask it would load it."""
    if os.name == "nt":
        return (
            Path(os.environ.get("LOCALAPPDATA", os.environ.get("PROGRAMDATA", ".")))
            / "Python Keyring"
            / "keyringrc.cfg"
        )
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "python_keyring" / "keyringrc.cfg"


@dataclass(frozen=True, slots=True)
class RememberedBackend:
    """The backend that worked last time; looking one up costs more than all else in a run.

    Attributes:
        folder: Names the state folder; called only when it is needed.
    """

    folder: Callable[[], Path]

    def load(self) -> Backend | None:
        """The remembered backend; None when there is none, or when the person named one.

        Raises:
            Exception: Whatever a backend raises when it is loaded.
        """
        name = self._read()
        if not name or _somebody_named_one():
            return None
        if name == KEYRING_NAME and may_be_quick():
            return QuickSecretService()
        module, _, kind = name.rpartition(".")
        made = getattr(import_module(module), kind)
        from keyring.backend import KeyringBackend

        backend = cast("Backend", made()) if issubclass(made, KeyringBackend) else None
        return None if backend is None or refusal(backend) else _prepared(backend)

    def keep(self, backend: Backend) -> None:
        """Remembers a backend; where nothing can be written, the next run looks it up again."""
        if not _somebody_named_one():
            with suppress(OSError, StoreProblem):
                make_folder(self.folder())
                replace_file(self._file(), json.dumps({"version": 1, "backend": name_of(type(backend))}))

    def forget(self) -> None:
        """Forgets the backend, so that the next look-up starts afresh."""
        with suppress(OSError, StoreProblem):
            self._file().unlink(missing_ok=True)

    def _read(self) -> str:
        with suppress(OSError, StoreProblem, ValueError, KeyError, TypeError):
            name = json.loads(self._file().read_bytes())["backend"]
            return name if isinstance(name, str) and "." in name else ""
        return ""

    def _file(self) -> Path:
        return self.folder() / "keyring-backend.json"
