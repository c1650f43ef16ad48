"""What something is refused with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable


def refused(action: Callable[[], object]) -> str:
    """The sentence of the refusal; an empty text where nothing was refused."""
    try:
        action()
    except UsageProblem as problem:
        return problem.what
    return ""
