"""The place where the token of one set of settings rests: which store, under which key, behind which lock."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.app.open_store import open_store
from tokencli.errors import PersonNeeded, StoreProblem
from tokencli.settings.paths import state_folder
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.store.configured import ConfiguredInputs, configured_inputs, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.errors import LockNotGot
    from tokencli.oauth.grants import Listed
    from tokencli.settings.resolve import Settings
    from tokencli.store.record import Record
    from tokencli.store.token_store import TokenStore


def needs_nobody(listed: Listed, settings: Settings) -> bool:
    """Whether the grant can be run without a person: it asks nobody to sign in, and no secret is to be typed."""
    if listed.interactive:
        return False
    values = [value for one in settings.given().values() for value in _flat(one.value)]
    return not any(isinstance(value, SecretReference) and value.scheme is Scheme.PROMPT for value in values)


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for one in value:
            yield from _flat(one)
    else:
        yield value


def store_kind(listed: Listed, settings: Settings, *, no_input: bool) -> str:
    """The store to use: the one that was named; none where nobody is and nobody is needed; else the keyring."""
    named = settings.get("store")
    if named:
        return str(named)
    unattended = no_input or bool(os.environ.get("CI"))
    return "none" if unattended and needs_nobody(listed, settings) else "keyring"


@dataclass
class TokenPlace:
    """Where the token of these settings rests.

    Attributes:
        store: The store.
        inputs: The configured inputs that make the key.
        lock_timeout: How long to wait for the lock, in seconds.
        note: Says something on stderr.
        problem: Why the store cannot be used; None while it can.
    """

    store: TokenStore
    inputs: ConfiguredInputs
    lock_timeout: float
    note: Callable[[str], None]
    problem: StoreProblem | LockNotGot | None = None
    _said: bool = field(default=False, init=False)

    @property
    def fingerprint(self) -> str:
        """The key of the entry."""
        return fingerprint(self.inputs)

    @property
    def keeps(self) -> bool:
        """Whether what is put here is there in the next run."""
        return self.store.kind != "none" and self.problem is None

    def find(self) -> Record | None:
        """The stored token; None when there is none, or when the store cannot be used."""
        if self.problem is not None:
            return None
        try:
            return self.store.get(self.fingerprint)
        except StoreProblem as problem:
            self.give_up(problem)
            return None

    def give_up(self, problem: StoreProblem | LockNotGot) -> None:
        """Goes on without the store."""
        self.problem = self.problem or problem

    def say_problem(self) -> None:
        """Says once why a token is not kept, where it is not."""
        if self.problem is None or self._said:
            return
        self._said = True
        help_ = f"; {self.problem.help}" if self.problem.help else ""
        self.note(f"the token is not kept: {self.problem.what}{help_}")

    def prove(self) -> None:
        """Proves that the store can be written, before anything is spent that only it could keep.

        Raises:
            StoreProblem: It cannot.
            LockNotGot: Another process writes for too long.
        """
        if self.problem is not None:
            raise self.problem
        self.store.probe()

    def keep(self, record: Record) -> None:
        """Keeps a token, where there is a store.

        Raises:
            StoreProblem: The store was lost meanwhile.
            LockNotGot: Another process writes for too long.
        """
        if self.problem is None:
            self.store.put(record)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the lock of this entry, where there is a store; without the lock nobody refreshes.

        Raises:
            LockNotGot: Another process held it all the time.
            StoreProblem: There can be no lock here.
        """
        if not self.keeps:
            yield
            return
        from tokencli.store.lock import holding, lock_file

        with holding(lock_file(state_folder(), self.fingerprint), self.lock_timeout):
            yield


def open_place(
    listed: Listed, settings: Settings, note: Callable[[str], None], *, no_input: bool, kind: str | None = None
) -> TokenPlace:
    """The place of these settings.

    Args:
        listed: The grant.
        settings: The settings.
        note: Says something on stderr.
        no_input: Whether nobody may be asked.
        kind: The store; None for the one that follows from the settings.
    """
    store = open_store(kind or store_kind(listed, settings, no_input=no_input), no_input=no_input)
    return TokenPlace(store, configured_inputs(settings, listed.name), settings.get("lock_timeout") or 60.0, note)


def is_attended(*, no_input: bool) -> bool:
    """Whether a person can be asked: there is a terminal to type at and one to read on."""
    return not no_input and sys.stdin.isatty() and sys.stderr.isatty()


def sign_in_needed(what: str, command: str, *causes: str) -> PersonNeeded:
    """The error that says which command a person has to run.

    Args:
        what: Why, in one sentence.
        command: The command.
        causes: What is likely behind it, a line each.
    """
    return PersonNeeded(what, "\n".join((*(f"likely   {cause}" for cause in causes), f"run      {command}")))
