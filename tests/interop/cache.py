"""What is downloaded once for all runs on a machine, in the user's cache."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ATTEMPTS = 3


def cached(name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once.

    Args:
        name: Its name, which changes with everything that it is made of.
        make: Fills an empty folder. It lies beside the final place and is moved there when it is whole, so that a broken
            one is never found later.

    Raises:
        RuntimeError: It could not be made.
    """
    home = _root() / name
    if not home.is_dir():
        with tempfile.TemporaryDirectory(dir=home.parent) as folder:
            staged = Path(folder) / "staged"
            staged.mkdir()
            make(staged)
            _move(staged, home)
    return home


def download(command: Sequence[str], *, folder: Path, seconds: float) -> None:
    """Runs a program that downloads something into a folder, and runs it again when it fails or hangs.

    Raises:
        RuntimeError: It failed every time; with what it said.
    """
    said = ""
    for attempt in range(ATTEMPTS):
        time.sleep(5 * attempt)
        try:
            subprocess.run(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
            said = f"{problem}\n{(problem.stdout or b'').decode(errors='replace')}"
        else:
            return
    raise RuntimeError(f"{command[0]} failed {ATTEMPTS} times:\n{said}")


def _root() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tokencli-interop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _move(staged: Path, home: Path) -> None:
    try:
        staged.rename(home)
    except OSError:
        if not home.is_dir():  # nobody else was faster: the move itself failed
            raise
