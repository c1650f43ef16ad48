"""Other tools that hand out tokens, as far as they are on PATH: how long they take to say who they are, and what they kept."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.measure import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT_BY_AWS = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_EC2_METADATA_DISABLED": "true"}
_LINES: tuple[tuple[str, dict[str, str]], ...] = (
    ("aws --version", {}),
    ("aws configure export-credentials", _KEPT_BY_AWS),
    ("az --version", {}),
    ("gcloud --version", {}),
    ("kubelogin --version", {}),
    ("oauth2c version", {}),
    ("oidc-token --version", {}),
)


def peers(environ: Mapping[str, str]) -> list[Command]:
    """The commands of the tools that are here."""
    found = []
    for line, more in _LINES:
        program, *words = line.split()
        path = shutil.which(program)
        if path is not None:
            found.append(Command(line, [path, *words], {**environ, **more}))
    return found
