"""Variables that a command line takes from the environment, as the shells write them."""

from __future__ import annotations

import re

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_VARIABLE = re.compile(rf"\$\{{({_NAME})\}}|\$env:({_NAME})|\$({_NAME})")  # sh and its kin, PowerShell
_OF_CMD = re.compile(rf"%({_NAME})%")  # only where it is all: in the middle of a text it may as well be form-encoding
_COMMAND = re.compile(r"\$\([^)]*\)?")


def variable_in(text: str) -> str | None:
    """The first variable or command in a text that only a shell can fill in, as it is written; None when there is none."""
    found = _VARIABLE.search(text) or _COMMAND.search(text)
    return found[0] if found else None


def variable_name(text: str) -> str | None:
    """The name of the variable that is all of a text; None when it is anything else."""
    found = _VARIABLE.fullmatch(text) or _OF_CMD.fullmatch(text)
    return next(name for name in found.groups() if name) if found else None
