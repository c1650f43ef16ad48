"""Files of tokencli can be read or changed by others, or cannot be written.

Means:
    `file-writable-by-others`: who can write the configuration decides to which server a secret goes, and which command a `cmd:`
    reference runs.
    `file-readable-by-others`: other users of this machine can read who signs in where, and a secret that stands in the file.
    `folder-not-writable`: nothing is kept there: no token, no lock, no metadata. In a container that may be meant so.

Seen by:
    The permissions of the configuration file and of everything in the folders for state and tokens, as far as the folders above
    them let others through. On Windows they follow from the folder of the user and are not looked at.

Do:
    Take the permissions away with the command that is shown, or name another place: XDG_STATE_HOME, XDG_DATA_HOME, TOKENCLI_CONFIG.

See:
    chmod(1), XDG Base Directory Specification
"""

from __future__ import annotations

import os
import shlex
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from tokencli.app.literal_secrets import literal_secrets
from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Confidence, Finding, Pointer, Severity
from tokencli.errors import StoreProblem, UsageProblem
from tokencli.settings.paths import config_file, data_folder, state_folder
from tokencli.settings.profile_file import read_profile_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tokencli.app.machine import Machine

_READ, _WRITE, _PASS = 0o044, 0o022, 0o011  # of the group and of everybody else


def look(machine: Machine) -> Looked:
    """The files that a run reads and writes."""
    config, _ = config_file(machine.config, os.environ)
    try:
        folders = (state_folder(), data_folder())
    except StoreProblem as problem:
        return Looked(f"{problem.what}, so nothing is kept between runs", problem.help, there=False)
    blocked = tuple(_not_writable(folder) for folder in folders if not _can_be_written(folder))
    if os.name != "posix":
        return Looked(f"state in {folders[0]}, tokens in {folders[1]}", findings=blocked)
    paths = [config, config.parent, *(one for folder in folders for one in (folder, *folder.rglob("*")))]
    found = (*_open_to_others([one for one in paths if one.exists()], config), *blocked)
    return Looked(_said(found, folders), findings=found)


def _said(found: tuple[Finding, ...], folders: tuple[Path, ...]) -> str:
    if any(one.name != "folder-not-writable" for one in found):
        return "others on this machine can get at them"
    kept = f"state in {folders[0]}, tokens in {folders[1]}"
    return f"{kept}: not to be written" if found else f"{kept}; for you alone"


def _open_to_others(paths: list[Path], config: Path) -> Iterator[Finding]:
    for path in paths:
        allowed = _allowed_to_others(path)
        if allowed & _WRITE:
            yield _writable(path)
        elif allowed & _READ and path.is_file():
            yield _readable(path, Severity.ERROR if path == config and _holds_secrets(config) else Severity.WARNING)


def _allowed_to_others(path: Path) -> int:
    """The permissions that others have in fact: a folder on the way that lets nobody through takes them away."""
    about = path.stat()
    if stat.S_ISDIR(about.st_mode) and about.st_mode & stat.S_ISVTX:
        return 0  # as /tmp: everybody may add there, nobody may replace what is another's
    mode = about.st_mode & (0o007 if _is_of_one(about.st_gid) else 0o077)
    return mode if all(one.stat().st_mode & _PASS for one in path.resolve().parents) else 0


def _is_of_one(group: int) -> bool:
    """Whether a group is its user's own, as most systems make one for each user."""
    import grp
    import pwd

    with suppress(KeyError):
        found, user = grp.getgrgid(group), pwd.getpwuid(os.getuid()).pw_name
        return found.gr_name == user and not set(found.gr_mem) - {user}
    return False


def _holds_secrets(config: Path) -> bool:
    with suppress(UsageProblem):
        return bool(literal_secrets(read_profile_file(config, must_exist=True)))
    return False


def _can_be_written(folder: Path) -> bool:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return os.access(there, os.W_OK)


def _mode(path: Path) -> Pointer:
    return Pointer("file", str(path), stat.filemode(path.stat().st_mode))


def _writable(path: Path) -> Finding:
    return Finding(
        name="file-writable-by-others",
        confidence=Confidence.CERTAIN,
        what=f"{path} can be changed by other users of this machine",
        why="who changes it decides where secrets go and what is run",
        help=f"chmod go-w {shlex.quote(str(path))}",
        where=(_mode(path),),
        see=("tokencli explain file-writable-by-others",),
        severity=Severity.ERROR,
    )


def _readable(path: Path, severity: Severity) -> Finding:
    secret = "; a secret stands in it" if severity is Severity.ERROR else ""
    return Finding(
        name="file-readable-by-others",
        confidence=Confidence.CERTAIN,
        what=f"{path} can be read by other users of this machine",
        why=f"its permissions and those of the folders above it allow that{secret}",
        help=f"chmod go-rwx {shlex.quote(str(path))}",
        where=(_mode(path),),
        see=("tokencli explain file-readable-by-others",),
        severity=severity,
    )


def _not_writable(folder: Path) -> Finding:
    return Finding(
        name="folder-not-writable",
        confidence=Confidence.CERTAIN,
        what=f"{folder} cannot be written",
        why="the file system or the permissions do not allow it, so no token, lock or metadata is kept there",
        help="name another place with XDG_STATE_HOME and XDG_DATA_HOME; where nothing shall be kept, all is well",
        see=("tokencli explain folder-not-writable",),
        severity=Severity.WARNING,
    )
