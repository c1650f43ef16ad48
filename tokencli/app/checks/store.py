"""The store that tokens rest in does not keep them.

Means:
    `tokens-not-kept`: the keyring or the token file cannot be used. `tokencli login` ends with exit code 50 before it starts;
    `tokencli token` works where the grant needs nobody, says so on stderr, and asks the server every time.

Seen by:
    A value written to the store that a command with these settings would use, read back and deleted, with the time limit that every
    call of the keyring has.

Do:
    Unlock or repair the keyring, name its backend (`keyring --list-backends`, PYTHON_KEYRING_BACKEND), or keep tokens elsewhere:
    `--store file` with TOKENCLI_STORE_KEY, or `--store none`.

See:
    docs/ci.md
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from tokencli.app.looked import Looked
from tokencli.app.open_store import STORE_KEY, open_store
from tokencli.app.token_place import needs_nobody, store_kind
from tokencli.diagnosis.finding import Confidence, Finding, Severity
from tokencli.errors import StoreProblem, TokencliError
from tokencli.settings.paths import data_folder

if TYPE_CHECKING:
    from tokencli.app.machine import Machine
    from tokencli.store.token_store import TokenStore


def look(machine: Machine) -> Looked:
    """The store that a command with these settings would use, tried."""
    kind = _kind(machine)
    if kind == "none":
        return Looked("no token is kept between runs", _why_none(machine), there=False)
    if kind == "file" and not os.environ.get(STORE_KEY):
        return Looked(
            "encrypted file; not opened, as its key is asked for",
            f"for runs without a terminal set {STORE_KEY}",
            there=False,
        )
    store = open_store(kind, no_input=True)
    try:
        store.probe()
    except TokencliError as problem:
        return Looked(f"{_named(store)} cannot be used", findings=(_not_kept(problem, machine),))
    return Looked(f"{_named(store)} keeps a value and returns it")


def _kind(machine: Machine) -> str:
    if machine.listed is None:
        return machine.settings.get("store") or "keyring"
    return store_kind(machine.listed, machine.settings, no_input=machine.no_input)


def _why_none(machine: Machine) -> str:
    if machine.settings.get("store"):
        return f"as {machine.settings.origin('store')} says"
    return "the grant needs nobody, and nobody is here (CI or --no-input): the keyring is not touched"


def _named(store: TokenStore) -> str:
    from tokencli.store.keyring_store import KeyringStore
    from tokencli.store.keyring_vault import KeyringVault

    if not isinstance(store, KeyringStore):
        with suppress(StoreProblem):
            return f"encrypted file {data_folder() / 'tokens'}"
        return "encrypted file"
    with suppress(StoreProblem):
        if isinstance(store.vault, KeyringVault):
            return f"keyring {store.vault.backend_name()}"
    return "keyring"


def _not_kept(problem: TokencliError, machine: Machine) -> Finding:
    stops = _stops_without(machine)
    return Finding(
        name="tokens-not-kept",
        confidence=Confidence.CERTAIN,
        what=problem.what,
        why="tokencli login ends with exit code 50 before it starts"
        if stops
        else "a token is fetched afresh by every run, as the grant needs nobody",
        help=problem.help or "mend that, or keep tokens elsewhere: --store file or --store none",
        see=("tokencli explain tokens-not-kept",),
        severity=Severity.ERROR if stops else Severity.WARNING,
    )


def _stops_without(machine: Machine) -> bool:
    """Whether a person would have to sign in and could not."""
    if machine.listed is None:
        return not (machine.no_input or os.environ.get("CI"))
    return not needs_nobody(machine.listed, machine.settings)
