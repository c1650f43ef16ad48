"""Installs what a Node server needs, once for every state of its lock file."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from tests.interop.cache import cached, download

if TYPE_CHECKING:
    from pathlib import Path

NPM_CI = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
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

    def install(folder: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(project / name, folder)
        download(NPM_CI, folder=folder, seconds=INSTALL_SECONDS)

    lock = (project / "package-lock.json").read_bytes()
    return cached(f"{project.name}-{hashlib.sha256(lock).hexdigest()[:16]}", install) / "node_modules"
