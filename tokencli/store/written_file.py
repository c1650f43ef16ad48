"""Files that are written whole or not at all, also when the writer is killed, and readable by nobody else."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from tokencli.errors import StoreProblem

if TYPE_CHECKING:
    from pathlib import Path

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than this process may write",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission was denied",
    errno.EPERM: "permission was denied",
}


def make_folder(folder: Path) -> None:
    """Makes a folder that only this user can look into; one that exists stays as it is.

    Raises:
        OSError: It cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_whole(path: Path, octets: bytes) -> None:
    """Replaces a file: 0600, on the disk before the old one goes. The caller holds a lock on it.

    Args:
        path: The file; its folder is made where it is missing.
        octets: What will be in it.

    Raises:
        OSError: It could not be written; the old file is untouched.
    """
    import tempfile

    make_folder(path.parent)
    _remove_leftovers(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(octets)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)  # noqa: PTH105 - the atomic step, by its name
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - the temporary file has no Path
        raise
    _sync_folder(path.parent)


def _remove_leftovers(path: Path) -> None:
    """Removes what writers left that were killed; nobody else writes now."""
    for leftover in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            leftover.unlink()


def _sync_folder(folder: Path) -> None:
    """Puts the new name on the disk too, where a folder can be opened for that (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def cannot_write(path: Path, problem: OSError) -> StoreProblem:
    """The problem in words, with what can be done about it."""
    reason = _REASONS.get(problem.errno or 0, problem.strerror or type(problem).__name__)
    return StoreProblem(f"{path} cannot be written: {reason}", "mend that, or use --store none")
