"""A protected resource as lint sees it: its metadata as it came (RFC 9728)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.server_seen import shown
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ProtectedResourceSeen:
    """What a protected resource says of itself, whether it may be used or not.

    Attributes:
        asked: The resource identifier that was asked for.
        url: Where the document was.
        members: Every member, unchanged.
        exact: Whether `asked` was given as an identifier, so that a final slash counts.
        standards: The standards that it has to meet besides.
    """

    ABOUT: ClassVar[frozenset[str]] = frozenset({"resource"})

    asked: str
    url: str
    members: Mapping[str, Any]
    exact: bool = True
    standards: frozenset[str] = frozenset()

    def listed(self, name: str) -> tuple[str, ...] | None:
        """A member that is a list of strings; None when it is absent or something else."""
        return Server(metadata=self.members).listed(name)

    def place(self, name: str, value: Any = None) -> Pointer:
        """A member of the document as a finding shows it. Arguments as for `ServerSeen.place`."""
        return Pointer("resource metadata", name, shown(self.members.get(name) if value is None else value))
