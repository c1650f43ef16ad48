"""How text reaches stdout; nothing is loaded for it."""

from __future__ import annotations

import sys


def echo_product(text: str) -> None:
    """Writes a value to stdout as it is; on a terminal without what would move its cursor."""
    if sys.stdout.isatty():
        from tokencli.wire.printable import printable

        text = printable(text)
    echo_view(text)


def echo_view(text: str) -> None:
    """Writes to stdout what was made for people: whether it has colours was decided where it was made."""
    sys.stdout.write(text)
    sys.stdout.flush()
