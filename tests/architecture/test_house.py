"""The layout says the architecture, and these tests hold it: rooms, names, documentation, generated files."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import tokencli
from tests.journeys.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(tokencli.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
# A name that says nothing of what lives in a module takes in everything.
NAMES_OF_NOTHING = {
    "utils",
    "util",
    "utilities",
    "helpers",
    "helper",
    "common",
    "base",
    "misc",
    "shared",
    "core",
    "lib",
}
TREES = {path.relative_to(PACKAGE.parent): ast.parse(path.read_text("utf-8")) for path in MODULES}


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_every_module_imports_only_what_its_room_may() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = _run("-c", program)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {path: {path.stem, path.parent.name} & NAMES_OF_NOTHING for path in MODULES}
    assert not [path for path, names in named.items() if names]


def test_every_module_says_in_its_first_sentence_what_it_is() -> None:
    first = {path: (ast.get_docstring(tree) or "").split("\n\n")[0] for path, tree in TREES.items()}
    assert not [path for path, text in first.items() if not text.endswith(".") or len(text) < len("What it is.")]


def test_every_public_class_function_and_method_is_documented() -> None:
    public = {f"{path}: {one.name}": one for path, tree in TREES.items() for one in _public(tree)}
    assert not [place for place, one in public.items() if not ast.get_docstring(one)]


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for one in tree.body:
        if isinstance(one, ast.ClassDef | ast.FunctionDef) and not one.name.startswith("_"):
            yield one
            if isinstance(one, ast.ClassDef):
                yield from _public(one)


def test_generated_files_are_current() -> None:
    done = _run(str(ROOT / "tools" / "generate.py"), "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_on_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    assert not [room for room in rooms if f"| `{room}/` |" not in text]


def test_the_page_on_dependencies_names_every_one() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [
        line for lines in (project["dependencies"], project["optional-dependencies"]["sandbox"]) for line in lines
    ]
    names = [re.split(r"[\[<>=]", line)[0] for line in needed]
    assert not [name for name in names if name not in text]
