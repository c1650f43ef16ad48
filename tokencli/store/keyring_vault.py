"""The keyring of this machine as a place for named values: found once, every call under the time limit, every error a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from tokencli.store.keyring_backend import Backend, Traits, best_backend, name_of, traits_of
from tokencli.store.keyring_call import TIME_LIMIT_SECONDS, keyring_problem, within_limit
from tokencli.store.secret_service import KEYRING_NAME, QuickSecretService

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.errors import StoreProblem
    from tokencli.store.keyring_backend import RememberedBackend

T = TypeVar("T")

# Windows keeps one value a service name, and shuffles when a second user name comes: so each value has a service of its own.
USER_NAME = "tokencli"


@dataclass(slots=True)
class KeyringVault:
    """Named values in the keyring.

    Attributes:
        remembered: The backend that worked last time.
        seconds: How long one call may take.
    """

    remembered: RememberedBackend
    seconds: float = TIME_LIMIT_SECONDS
    _backend: Backend | None = field(default=None, init=False)
    _from_memory: bool = field(default=False, init=False)
    _proved: bool = field(default=False, init=False)
    _silent: StoreProblem | None = field(default=None, init=False)

    def read(self, name: str) -> str | None:
        """The value of a name, or None.

        Raises:
            StoreProblem: The keyring is absent, locked, broken or silent.
        """
        return self._ask(lambda backend: backend.get_password(name, USER_NAME))

    def write(self, name: str, text: str) -> None:
        """Keeps a value. Errors as for `read`."""
        self._ask(lambda backend: backend.set_password(name, USER_NAME, text), text)

    def erase(self, name: str) -> None:
        """Forgets a value, which need not be there. Errors as for `read`."""

        def erase(backend: Backend) -> None:
            # Deleting what is not there is an error of its own for every backend.
            if backend.get_password(name, USER_NAME) is not None:
                backend.delete_password(name, USER_NAME)

        self._ask(erase)

    def traits(self) -> Traits:
        """What the backend can do. Errors as for `read`."""
        return traits_of(self._found())

    def backend_name(self) -> str:
        """Module and class of the backend, as `keyring --list-backends` has it. Errors as for `read`."""
        found = self._found()
        return KEYRING_NAME if isinstance(found, QuickSecretService) else name_of(type(found))

    def _ask(self, ask: Callable[[Backend], T], secret: str = "") -> T:
        backend = self._found()
        try:
            answer = within_limit(self.seconds, lambda: ask(backend))
        except Exception as problem:  # noqa: BLE001 - every backend has errors of its own
            return self._failed(ask, secret, problem)
        if not self._proved and not self._from_memory:
            self.remembered.keep(backend)
        self._proved = True
        return answer

    def _failed(self, ask: Callable[[Backend], T], secret: str, problem: Exception) -> T:
        """Looks for another backend, if this one was only remembered and has done nothing yet."""
        old, hangs = self._backend, isinstance(problem, TimeoutError)
        said = keyring_problem(problem, secret)
        self.remembered.forget()
        self._silent = said if hangs else None  # a second wait would be as long as the first
        if hangs or self._proved or not self._from_memory:
            raise said from problem
        self._backend, self._from_memory = None, False
        if type(self._found()) is type(old):
            raise said from problem
        return self._ask(ask, secret)

    def _found(self) -> Backend:
        if self._silent is not None:
            raise self._silent
        if self._backend is None:
            self._backend = self._look_up()
        return self._backend

    def _look_up(self) -> Backend:
        try:
            remembered = None if self._proved else self._recall()
            self._from_memory = remembered is not None
            return remembered or within_limit(self.seconds, best_backend)
        except Exception as problem:
            said = keyring_problem(problem)
            self._silent = said
            raise said from problem

    def _recall(self) -> Backend | None:
        try:
            return within_limit(self.seconds, self.remembered.load)
        except Exception:  # noqa: BLE001 - it was removed, or is broken: the look-up will say so if it matters
            self.remembered.forget()
            return None
