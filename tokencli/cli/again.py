"""`tokencli token …` as it was run before: the token printed again, without loading what reads a line and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = frozenset({"-h", "--help"})


def print_again(words: Sequence[str]) -> bool:
    """Prints the stored token that such a line printed last time.

    Args:
        words: The words after the program's name.

    Returns:
        Whether it is done; if not, the line is read like any other.
    """
    if words[:1] != ["token"] or _HELP.intersection(words):
        return False
    from tokencli.app.quick_token import quick_token
    from tokencli.runtime.system import wall_clock

    found = quick_token(words, wall_clock())
    if found is None:
        return False
    from tokencli.cli.issued import print_issued

    print_issued(found, found.output, {})
    return True
