"""The terminal cannot show every character.

Means:
    `terminal-cannot-show-text`: names and messages of servers, and signs in what tokencli shows, appear as escapes.

Seen by:
    The encoding that this terminal is written in. Besides, the check says whether there is a terminal to ask and answer at, how wide
    it is, and whether it gets colours.

Do:
    Use a UTF-8 locale (LANG=C.UTF-8), or set PYTHONUTF8=1.

See:
    https://no-color.org, tokencli --help
"""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from tokencli.app.looked import Looked
from tokencli.app.token_place import is_attended
from tokencli.diagnosis.finding import Confidence, Finding, Severity
from tokencli.runtime.color import wants_color

if TYPE_CHECKING:
    from tokencli.app.machine import Machine

_NOBODY = "what only a person can do ends with exit code 4 and the command to run at a terminal"


def look(machine: Machine) -> Looked:
    """Whether somebody can read and type, and how it looks to them."""
    attended = is_attended(no_input=machine.no_input)
    said = "somebody can be asked" if attended else "nobody can be asked"
    if sys.stdout.isatty():
        said += f"; {_looks(machine)}"
    else:
        said += "; the output goes into a pipe or a file"
    return Looked(said, "" if attended else _NOBODY, tuple(_cannot_show()), there=attended)


def _looks(machine: Machine) -> str:
    colours = "colours" if wants_color(machine.color, sys.stdout) else "no colours"
    columns = get_terminal_size((80, 24)).columns
    return f"{os.environ.get('TERM') or 'TERM is not set'}, {columns} columns, {_encoding()}, {colours}"


def _encoding() -> str:
    return (sys.stdout.encoding or "ascii").upper()


def _cannot_show() -> list[Finding]:
    if not sys.stdout.isatty() or _encoding().replace("-", "") == "UTF8":
        return []
    return [
        Finding(
            name="terminal-cannot-show-text",
            confidence=Confidence.CERTAIN,
            what=f"this terminal is written in {_encoding()}",
            why="it has not every character that a server's message or a name may hold",
            help="use a UTF-8 locale, such as LANG=C.UTF-8, or set PYTHONUTF8=1",
            see=("tokencli explain terminal-cannot-show-text",),
            severity=Severity.WARNING,
        )
    ]
