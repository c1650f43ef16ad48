"""What can be said of a request before it is sent, and of an answer that strays from its specification."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about our own request that a server may refuse; it is said and sent all the same.

    Attributes:
        what: One sentence without its full stop.
        spec: The section it rests on.
    """

    what: str
    spec: str


@dataclass(frozen=True, slots=True)
class Deviation:
    """A place where an answer strays from its specification; it was read all the same.

    Attributes:
        name: A stable name in kebab-case.
        what: One sentence without its full stop.
        spec: The section that says otherwise.
        of_another_kind: Whether what came is something else than what was asked for, which is said in every format.
    """

    name: str
    what: str
    spec: str
    of_another_kind: bool = False
