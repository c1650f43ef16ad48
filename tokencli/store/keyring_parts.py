"""A long value in a place for short ones, so that a reader sees the old value or the new one, whenever the writer is killed.

A value is written in parts under a generation of its own. The head, a value of fixed name, says which generation counts; the
swap of the head is the one step that matters. The head also names the generations whose parts may still be there: the one
that is being written, before its first part, and the one that was replaced. So what a killed writer left is found and removed.

    HEAD                       {"generation": "9f…", "parts": 3, "digest": "…", "spent": []}
    HEAD:9f…:0 … HEAD:9f…:2    the parts

Where a place cannot replace a value in one step, the old head is first copied to HEAD:old, which counts while HEAD is absent.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from tokencli.errors import StoreProblem
from tokencli.store import resting_token

if TYPE_CHECKING:
    from tokencli.store.keyring_backend import Traits

_TRIES = 10  # a reader starts again when a writer was faster
_MOST_PARTS = 1000


class Vault(Protocol):
    """A place for named values of limited length."""

    def read(self, name: str) -> str | None:
        """The value of a name, or None."""

    def write(self, name: str, text: str) -> None:
        """Keeps a value."""

    def erase(self, name: str) -> None:
        """Forgets a value, which need not be there."""

    def traits(self) -> Traits:
        """What the place can do."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One writing of a value.

    Attributes:
        id: Its own name.
        parts: How many parts it has.
    """

    id: str
    parts: int


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a value.

    Attributes:
        current: The generation that counts; None when there is no value, or it is kept whole.
        digest: The first half of the SHA-256 of the value.
        whole: The value itself, where it fits beside the rest.
        spent: Generations whose parts may still be there.
    """

    current: Generation | None = None
    digest: str = ""
    whole: str | None = None
    spent: tuple[Generation, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitValue:
    """A value of any length.

    Attributes:
        vault: Where it is kept.
        name: The name of its head.
    """

    vault: Vault
    name: str

    def read(self) -> str | None:
        """The value, or None.

        Raises:
            StoreProblem: The place fails, or the value is damaged or of a later version.
        """
        head = self._head()
        for _ in range(_TRIES):
            if head is None or (head.current is None and head.whole is None):
                return None
            text = head.whole if head.whole is not None else self._joined(head.current)
            if text is not None and _digest(text) == head.digest:
                return text
            before, head = head, self._head()
            if head == before:
                break
        raise _damaged(self.name)

    def write(self, text: str, generation: str) -> None:
        """Keeps a value in the place of the one before.

        Args:
            text: The value.
            generation: A name that was never used for this value.

        Raises:
            StoreProblem: The place fails, or the old value is of a later version. The old value is still there.
        """
        old = self._cleaned(self._head_to_replace())
        new = self._written(old, text, generation)
        new = replace(new, spent=() if old.current is None else (old.current,))
        self._swap(new)
        if new.spent:
            self._swap(self._cleaned(new))
        if not self.vault.traits().replaces:
            self.vault.erase(self._old_name)

    def erase(self) -> None:
        """Forgets the value; the parts go before the last trace of them.

        Raises:
            StoreProblem: The place fails.
        """
        old = self._head_to_replace(of_later_version=True)
        parts = old.spent if old.current is None else (*old.spent, old.current)
        if parts:
            self._swap(Head(spent=parts))
            self._cleaned(Head(spent=parts))
        if not self.vault.traits().replaces:
            self.vault.erase(self._old_name)
        self.vault.erase(self.name)

    @property
    def _old_name(self) -> str:
        return f"{self.name}:old"

    def _part_name(self, generation: Generation, number: int) -> str:
        return f"{self.name}:{generation.id}:{number}"

    def _head(self) -> Head | None:
        text = self.vault.read(self.name)
        if text is None and not self.vault.traits().replaces:
            text = self.vault.read(self._old_name)
        if text is None:
            return None
        head = _read_head(text)
        if head is None:
            raise _damaged(self.name)
        return head

    def _head_to_replace(self, *, of_later_version: bool = False) -> Head:
        """The head; nothing where there is none or it is damaged, because then there is nothing to lose."""
        try:
            return self._head() or Head()
        except _LaterVersion:
            if of_later_version:
                return Head()
            raise
        except _Damaged:
            return Head()

    def _joined(self, generation: Generation | None) -> str | None:
        if generation is None:
            return None
        parts = [self.vault.read(self._part_name(generation, number)) for number in range(generation.parts)]
        return None if None in parts else "".join(part for part in parts if part is not None)

    def _written(self, old: Head, text: str, generation: str) -> Head:
        traits = self.vault.traits()
        if len(text) <= traits.whole_characters:
            return Head(digest=_digest(text), whole=text)
        size = traits.part_characters
        parts = [text[start : start + size] for start in range(0, len(text), size)]
        new = Generation(generation, len(parts))
        self._swap(replace(old, spent=(new,)))
        for number, part in enumerate(parts):
            self.vault.write(self._part_name(new, number), part)
        return Head(new, _digest(text))

    def _cleaned(self, head: Head) -> Head:
        for one in head.spent:
            for number in range(one.parts):
                self.vault.erase(self._part_name(one, number))
        return replace(head, spent=())

    def _swap(self, head: Head) -> None:
        if not self.vault.traits().replaces:
            old = self.vault.read(self.name)
            if old is not None:
                self.vault.write(self._old_name, old)
        self.vault.write(self.name, _head_text(head))


class _Damaged(StoreProblem):
    """The stored value cannot be understood."""


class _LaterVersion(StoreProblem):
    """The stored value is of a later version."""


def _damaged(name: str) -> _Damaged:
    return _Damaged(f"the entry {name} of the keyring is damaged", "replace it with: tokencli login")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _head_text(head: Head) -> str:
    document: dict[str, Any] = {"tokencli": resting_token.VERSION, "digest": head.digest}
    if head.current is not None:
        document |= {"generation": head.current.id, "parts": head.current.parts}
    if head.whole is not None:
        document["whole"] = head.whole
    return json.dumps({**document, "spent": [[one.id, one.parts] for one in head.spent]}, separators=(",", ":"))


def _read_head(text: str) -> Head | None:
    """Reads a head; None when it is none. Its version is that of the record in the value, so that no part need be read."""
    try:
        document = json.loads(text)
        if document["tokencli"] > resting_token.VERSION:
            raise _LaterVersion("the keyring holds this token as a later tokencli wrote it", "update tokencli")
        current = _generation(document["generation"], document["parts"]) if "generation" in document else None
        spent = tuple(_generation(*one) for one in document["spent"])
        whole = document.get("whole")
        return Head(current, str(document["digest"]), whole if whole is None else str(whole), spent)
    except (ValueError, KeyError, TypeError):
        return None


def _generation(name: Any, parts: Any) -> Generation:
    if not isinstance(name, str) or not isinstance(parts, int) or not 0 <= parts <= _MOST_PARTS:
        raise ValueError("no generation of ours")
    return Generation(name, parts)
