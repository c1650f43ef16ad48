"""What was read from all captures together: one body of evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.wire.exchange import Exchange
    from tokencli.wire.trace import Setting


@dataclass(frozen=True)
class Captured:
    """One body of evidence.

    Attributes:
        exchanges: In the order of time where all times are known, else as they were read.
        documents: Metadata documents that stand for themselves, or come with a saved run.
        settings: The settings of a saved run.
        tokens: JWTs that stand for themselves, each with the time beside it, in seconds since 1970-01-01 UTC; 0 where there is
            none.
        kinds: What was read, in words, with how many of each.
        one_run: Whether all of it is one saved run, whose end is what matters.
        secrets: Every secret that stands in it.
    """

    exchanges: tuple[Exchange, ...] = ()
    documents: tuple[Mapping[str, Any], ...] = ()
    settings: tuple[Setting, ...] = ()
    tokens: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    one_run: bool = False
    secrets: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing was recognised."""
        return not self.kinds
