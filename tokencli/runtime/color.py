"""Whether there may be colours."""

from __future__ import annotations

import os
from typing import IO


def wants_color(choice: str, stream: IO[str]) -> bool:
    """Whether a stream gets colours.

    Args:
        choice: `auto`, `always` or `never`.
        stream: Where the text goes.
    """
    if choice != "auto":
        return choice == "always"
    # https://no-color.org: NO_COLOR present and not empty prevents colour, whatever its value.
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
