"""`--store keyring`: tokens in the operating system's keyring, through whatever backend the person has."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from tokencli.errors import StoreProblem
from tokencli.store.keyring_parts import SplitValue
from tokencli.store.lock import holding, lock_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tokencli.store.index import Index
    from tokencli.store.keyring_parts import Vault
    from tokencli.store.record import Record

_GENERATION_OCTETS = 6
_WAIT_SECONDS = 30.0  # a write is a dozen calls of the keyring at most


class KeyringStore:
    """Tokens in the keyring, one entry a token, in parts where the backend takes only short values.

    Attributes:
        vault: The keyring.
        folder: Names the state folder, where writers keep out of each other's way; called only when it is needed.
        random_octets: That many unpredictable octets.
        index: Opens the list of what is stored, which is kept up to date; no backend can list what it holds.
    """

    kind: ClassVar[str] = "keyring"

    def __init__(
        self,
        vault: Vault,
        folder: Callable[[], Path],
        random_octets: Callable[[int], bytes],
        index: Callable[[], Index],
    ) -> None:
        self.vault, self.folder, self.random_octets, self.index = vault, folder, random_octets, index

    def document(self, fingerprint: str) -> Any:
        """The entry of a fingerprint as it was written, or None.

        Raises:
            StoreProblem: The keyring is absent, locked, broken or silent, or the entry is damaged.
        """
        text = self._value(fingerprint).read()
        return None if text is None else json.loads(text)

    def get(self, fingerprint: str) -> Record | None:
        """The entry of a fingerprint, or None. Errors as for `document`, and StoreProblem: it cannot be read."""
        from tokencli.store.record import read_record

        document = self.document(fingerprint)
        return None if document is None else read_record(document, fingerprint)

    def put(self, record: Record) -> None:
        """Keeps an entry in the place of the one before.

        Raises:
            StoreProblem: The keyring fails, or holds this entry as a later tokencli wrote it.
            LockNotGot: Another process writes for too long.
        """
        text = json.dumps(record.document(), separators=(",", ":"))
        with self._alone(record.fingerprint):
            self._value(record.fingerprint).write(text, self.random_octets(_GENERATION_OCTETS).hex())
        self.index().note(record, self.kind)

    def delete(self, fingerprint: str) -> None:
        """Forgets an entry. Errors as for `put`, save that an entry of a later tokencli can be forgotten."""
        with self._alone(fingerprint):
            self._value(fingerprint).erase()
        self.index().forget(fingerprint)

    def list(self) -> tuple[str, ...]:
        """The fingerprints that the index names; where it is lost, the next use of a token lists it again."""
        return tuple(one.fingerprint for one in self.index().entries() if one.store == self.kind)

    def probe(self) -> None:
        """Writes a value, reads it back and deletes it: some backends drop silently what they are given.

        Raises:
            StoreProblem: The keyring fails, or does not return what it was given.
        """
        name, text = f"tokencli:probe:{self.random_octets(8).hex()}", self.random_octets(600).hex()
        self.vault.write(name, text)
        kept = self.vault.read(name)
        self.vault.erase(name)
        if kept != text:
            raise StoreProblem(
                "the keyring takes a value and does not return it",
                "see which backend it is with: keyring --list-backends, or use --store file or --store none",
            )

    def _value(self, fingerprint: str) -> SplitValue:
        return SplitValue(self.vault, f"tokencli:{fingerprint}")

    @contextmanager
    def _alone(self, fingerprint: str) -> Iterator[None]:
        with ExitStack() as stack:
            with suppress(StoreProblem):  # where no lock can be, the caller could not get one either, and knows
                stack.enter_context(holding(lock_file(self.folder(), f"{fingerprint}-write"), _WAIT_SECONDS))
            yield
