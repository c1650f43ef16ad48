"""Other tools that hand out tokens, as far as they are on PATH: how long each takes to say who it is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.measure import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

_LINES = (
    "aws --version",
    "az --version",
    "gcloud --version",
    "kubelogin --version",
    "oauth2c version",
    "oidc-token --version",
)


def peers(environ: Mapping[str, str]) -> list[Command]:
    """The commands of the tools that are here."""
    words = [line.split() for line in _LINES]
    return [Command(" ".join(one), one, environ) for one in words if shutil.which(one[0])]
