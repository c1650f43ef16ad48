"""Names of variables of the environment that are made here, for secrets that have none yet."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

# Whoever sets one of these changes how the shell, the interpreter or the machine behaves (POSIX XCU section 2.5.3, bash, zsh, Windows).
_OWNED = frozenset(
    {
        "APPDATA", "CDPATH", "COLUMNS", "COMSPEC", "DIRSTACK", "DISPLAY", "EDITOR", "ENV", "EUID", "FPATH", "FUNCNAME", "GID", "GROUPS", "HOME",
        "HOST", "HOSTNAME", "HOSTTYPE", "IFS", "LANG", "LANGUAGE", "LINENO", "LINES", "LOGNAME", "MACHTYPE", "MAIL", "MAILPATH", "NLSPATH",
        "OLDPWD", "OPTARG", "OPTERR", "OPTIND", "OS", "OSTYPE", "PAGER", "PATH", "PATHEXT", "PIPESTATUS", "PPID", "PROMPT", "PS1", "PS2", "PS3",
        "PS4", "PWD", "RANDOM", "REPLY", "SECONDS", "SHELL", "SHELLOPTS", "SHLVL", "SYSTEMROOT", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "UID",
        "USER", "USERNAME", "USERPROFILE", "VISUAL", "WINDIR", "_",
    }
)  # fmt: skip
_OWNED_KIND = re.compile(r"(?:BASH|CURL|DYLD|HIST|LC|LD|SSL|XDG|ZSH)_|PYTHON|(?:ALL|FTP|HTTPS?|NO)_PROXY$")
_TAKEN_BY_SHELLS = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")  # POSIX XBD section 3.230


def is_variable(name: str) -> bool:
    """Whether every shell takes a name as that of a variable."""
    return _TAKEN_BY_SHELLS.fullmatch(name) is not None


def free_variable(profile: str, what: str, used: Collection[str], *, alone: bool) -> str:
    """A name that every shell takes, that nothing else has, and that no shell has a meaning for.

    Args:
        profile: The profile's name.
        what: What the secret is: a setting, or a member of requests.
        used: The names that other secrets have.
        alone: Whether the name of what it is will do without the profile's before it, where it is free.
    """
    taken = {one.upper() for one in used}  # Windows has no case in names
    named = _plain(f"{profile}_{what}")
    named = named if is_variable(named) else f"PROFILE_{named}"
    ways = chain((_plain(what),) if alone else (), (named,), (f"{named}_{number}" for number in count(2)))
    return next(one for one in ways if is_variable(one) and one not in taken and not _is_owned(one))


def _plain(text: str) -> str:
    return re.sub(r"\W", "_", text, flags=re.ASCII).upper()


def _is_owned(name: str) -> bool:
    return name in _OWNED or _OWNED_KIND.match(name) is not None
