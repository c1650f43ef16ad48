from __future__ import annotations

import os
import shlex
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.recipes import recipes
from tests.faults.server import MisbehavingServer, respond
from tests.journeys.command import ROOT, cli
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.command import Command

__all__ = ["cli"]

PAGE = ROOT / "docs" / "ci.md"


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as one:
        yield one


@pytest.fixture
def api() -> Iterator[MisbehavingServer]:
    """An API that answers everybody."""
    with MisbehavingServer() as one:
        yield one.behave(respond(200, {"orders": []}))


@pytest.fixture
def recipe(sandbox: Sandbox, api: MisbehavingServer) -> dict[str, str]:
    """The recipes, with the servers and the client of the test in the place of the examples."""
    places = {
        "https://login.example": sandbox.issuer,
        "https://api.example": api.url(""),
        'client_id = "ci"': 'client_id = "demo"',
        "TOKENCLI_CLIENT_ID=ci": "TOKENCLI_CLIENT_ID=demo",
        "--client-id ci": "--client-id demo",
    }

    def here(text: str) -> str:
        for example, place in places.items():
            text = text.replace(example, place)
        return text

    return {name: here(text) for name, text in recipes(PAGE).items()}


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which this tokencli comes first, whatever else the environment is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "tokencli"
    words = shlex.join(["env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "tokencli"])
    program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    program.chmod(stat.S_IRWXU)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def profile(cli: Command, recipe: dict[str, str]) -> Path:
    """The profile of the page where a person would put it."""
    file = cli.config(recipe["profile"])
    file.chmod(0o600)
    return file
