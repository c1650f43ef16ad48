"""`--store none`: tokens live as long as the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from tokencli.store.record import Record


@dataclass
class MemoryStore:
    """A store that keeps nothing between runs."""

    kind: ClassVar[str] = "none"
    _records: dict[str, Record] = field(default_factory=dict, repr=False)

    def document(self, fingerprint: str) -> Any:
        """The entry of a fingerprint as JSON has it, or None."""
        record = self.get(fingerprint)
        return None if record is None else record.document()

    def get(self, fingerprint: str) -> Record | None:
        """The entry of a fingerprint, or None."""
        return self._records.get(fingerprint)

    def put(self, record: Record) -> None:
        """Keeps an entry in the place of the one before."""
        self._records[record.fingerprint] = record

    def delete(self, fingerprint: str) -> None:
        """Forgets an entry."""
        self._records.pop(fingerprint, None)

    def list(self) -> tuple[str, ...]:
        """The fingerprints of the entries."""
        return tuple(self._records)

    def probe(self) -> None:
        """Returns: what is kept in memory needs no proof."""
