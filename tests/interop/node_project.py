"""Installs what a Node server needs, once for every state of its lock file."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ATTEMPTS = 3
INSTALL_SECONDS = 120


def node_modules(project: Path) -> Path:
    """The installed packages of a project.

    Args:
        project: The folder with `package.json` and `package-lock.json`.

    Returns:
        A `node_modules` folder in the user's cache, to be linked to.

    Raises:
        RuntimeError: npm failed every time; with what it said.
    """
    lock = (project / "package-lock.json").read_bytes()
    home = _cache() / f"{project.name}-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not home.is_dir():
        _install(project, home)
    return home / "node_modules"


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(root) / "tokencli-interop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _install(project: Path, home: Path) -> None:
    """Installs beside the final place and moves there, so that a broken installation is never found later."""
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        staged = Path(folder) / "staged"
        staged.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(project / name, staged)
        _npm_ci(staged)
        try:
            staged.rename(home)
        except OSError:
            if not home.is_dir():  # nobody else was faster: the move itself failed
                raise


def _npm_ci(folder: Path) -> None:
    said = ""
    for attempt in range(ATTEMPTS):
        time.sleep(5 * attempt)
        try:
            subprocess.run(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=INSTALL_SECONDS,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
            said = f"{problem}\n{(problem.stdout or b'').decode(errors='replace')}"
        else:
            return
    raise RuntimeError(f"npm ci failed {ATTEMPTS} times:\n{said}")
