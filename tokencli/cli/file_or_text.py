"""An argument that names a file or is the text itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1 << 20  # octets read at once
# A path, or a name with an ending; an address, a token and a line of a log are none.
_LIKE_A_FILE = re.compile(r"(?!eyJ)(?:[~.]{0,2}/[^\s?=]*|[^\s:?={}]+\.[A-Za-z]\w{0,7})")


def is_file(given: str) -> bool:
    """Whether a file of this name exists.

    Args:
        given: A name, or a text that is none.
    """
    try:
        return Path(given).is_file()
    except (OSError, ValueError):  # longer than any name of a file may be, or with a zero octet
        return False


def demand_text(given: str) -> None:
    """Refuses what is meant as the name of a file, where no file is.

    Args:
        given: What names no file that exists.

    Raises:
        UsageProblem: It looks like a name.
    """
    if _LIKE_A_FILE.fullmatch(given):
        raise UsageProblem(
            f"there is no file {given}", "give a file that exists, the text itself, or - for standard input"
        )


def pieces_of(name: str) -> Iterator[bytes]:
    """What stands in a file, piece by piece.

    Args:
        name: Its name.

    Raises:
        UsageProblem: It cannot be read.
    """
    try:
        with Path(name).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as problem:
        raise UsageProblem(f"{name} cannot be read: {problem.strerror or problem}") from None
