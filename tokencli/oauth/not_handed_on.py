"""A token that one server issued for another, and that is not sent there: it is not what it must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.oauth.remark import Deviation
    from tokencli.oauth.tokens.check import Check


@dataclass(frozen=True, slots=True)
class NotHandedOn:
    """What came from the first server stays here; the second one was asked nothing.

    Attributes:
        what: What came, and from whom, in one clause.
        help: What to do about it.
        checks: What it was held against; at least one failed.
        deviations: Where the answer strays from its specification besides.
    """

    what: str
    help: str
    checks: tuple[Check, ...]
    deviations: tuple[Deviation, ...] = ()
