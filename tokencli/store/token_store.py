"""What every place for tokens can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from tokencli.store.record import Record


class TokenStore(Protocol):
    """A place where tokens rest. Whoever changes an entry holds its lock meanwhile (`store.lock`).

    Attributes:
        kind: Its name after `--store`.
    """

    kind: ClassVar[str]

    def document(self, fingerprint: str) -> Any:
        """The entry of a fingerprint as it was written, for who needs little of it; None when there is none.

        Raises:
            StoreProblem: The place is locked, absent or broken.
        """

    def get(self, fingerprint: str) -> Record | None:
        """The entry of a fingerprint, or None.

        Raises:
            StoreProblem: The place is locked, absent or broken, or the entry cannot be read.
        """

    def put(self, record: Record) -> None:
        """Keeps an entry in the place of the one before; a reader sees the old one or the new one, never a mix.

        Raises:
            StoreProblem: It could not be kept, or it would replace an entry of a later tokencli. The old entry is still there.
        """

    def delete(self, fingerprint: str) -> None:
        """Forgets an entry; one that is not there is forgotten already.

        Raises:
            StoreProblem: It could not be forgotten.
        """

    def list(self) -> tuple[str, ...]:
        """The fingerprints of the entries, as far as the place can tell.

        Raises:
            StoreProblem: The place is locked, absent or broken.
        """

    def probe(self) -> None:
        """Proves that the place truly keeps and returns what it is given.

        Raises:
            StoreProblem: It does not.
        """
