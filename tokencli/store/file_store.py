"""`--store file`: one encrypted file for machines without a keyring."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from tokencli.errors import StoreProblem
from tokencli.store.sealed import NONCE_OCTETS, Sealing, new_sealing, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tokencli.store.index import Index
    from tokencli.store.record import Record
    from tokencli.store.store_key import StoreKey

FILE_NAME = "tokens.sealed"
_WAIT_SECONDS = 10.0  # a write takes milliseconds, or a second with a passphrase

Entries = dict[str, Any]


class FileStore:
    """Tokens in one encrypted file.

    Attributes:
        file: Names the file; called only when it is needed.
        key: Asks for the key; called at most once, and only when there is something to open or to seal.
        random_octets: That many unpredictable octets.
        index: Opens the list of what is stored, which is kept up to date.
    """

    kind: ClassVar[str] = "file"

    def __init__(
        self,
        file: Callable[[], Path],
        key: Callable[[], StoreKey],
        random_octets: Callable[[int], bytes],
        index: Callable[[], Index],
    ) -> None:
        self.file, self.key, self.random_octets, self.index = file, key, random_octets, index
        self._known_key: StoreKey | None = None

    def document(self, fingerprint: str) -> Any:
        """The entry of a fingerprint as it was written, or None.

        Raises:
            StoreProblem: The file cannot be read or opened.
            UsageProblem: There is no usable key.
        """
        return self._read()[0].get(fingerprint)

    def get(self, fingerprint: str) -> Record | None:
        """The entry of a fingerprint, or None. Errors as for `document`, and StoreProblem: it cannot be read."""
        from tokencli.store.record import read_record

        document = self.document(fingerprint)
        return None if document is None else read_record(document, fingerprint)

    def put(self, record: Record) -> None:
        """Keeps an entry in the place of the one before.

        Raises:
            StoreProblem: The file cannot be opened or written, or holds this entry as a later tokencli wrote it.
            LockNotGot: Another process writes for too long.
        """
        from tokencli.store.record import refuse_later_version

        with self._changing() as entries:
            refuse_later_version(entries.get(record.fingerprint))
            entries[record.fingerprint] = record.document()
        self.index().note(record, self.kind)

    def delete(self, fingerprint: str) -> None:
        """Forgets an entry. Errors as for `put`, save that an entry of a later tokencli can be forgotten."""
        if fingerprint in self._read()[0]:
            with self._changing() as entries:
                entries.pop(fingerprint, None)
        self.index().forget(fingerprint)

    def list(self) -> tuple[str, ...]:
        """The fingerprints of the entries. Errors as for `get`."""
        return tuple(self._read()[0])

    def probe(self) -> None:
        """Writes the file as it is and reads it back. Errors as for `put`."""
        with self._changing() as entries:
            written = dict(entries)
        if self._read()[0].keys() < written.keys():
            raise StoreProblem(f"{self.file()} does not hold what was written to it", "use another --store")

    @contextmanager
    def _changing(self) -> Iterator[Entries]:
        """The entries under the lock; what the body changes in them is written, unless it fails."""
        from tokencli.store.lock import holding

        file = self.file()
        with holding(file.with_name(f"{file.name}.lock"), _WAIT_SECONDS):
            entries, sealing = self._read()
            yield entries
            self._write(file, entries, sealing)

    def _read(self) -> tuple[Entries, Sealing | None]:
        file = self.file()
        try:
            octets = file.read_bytes()
        except FileNotFoundError:
            return {}, None
        except OSError as problem:
            raise StoreProblem(
                f"{file} cannot be read: {problem.strerror}", "mend that, or use --store none"
            ) from problem
        plain, sealing = unseal(octets, self._key(), str(file))
        return _entries(plain, str(file)), sealing

    def _write(self, file: Path, entries: Entries, sealing: Sealing | None) -> None:
        from tokencli.store.written_file import cannot_write, write_whole

        key = self._key()
        plain = json.dumps({"version": 1, "entries": entries}, separators=(",", ":")).encode()
        octets = seal(plain, key, sealing or new_sealing(key, self.random_octets), self.random_octets(NONCE_OCTETS))
        try:
            write_whole(file, octets)
        except OSError as problem:
            raise cannot_write(file, problem) from problem

    def _key(self) -> StoreKey:
        self._known_key = self._known_key or self.key()
        return self._known_key


def _entries(plain: bytes, where: str) -> Entries:
    document = json.loads(plain)
    if document.get("version") != 1 or not isinstance(document.get("entries"), dict):
        raise StoreProblem(f"{where} was written by a later tokencli", "update tokencli")
    return dict(document["entries"])
