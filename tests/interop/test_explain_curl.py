"""What the real curl writes, explained: `-v`, `--trace`, `--trace-ascii` and what a shell shows, against the sandbox."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.interop.command_line import CommandLine

pytestmark = pytest.mark.interop

WRONG = "n0t-the-secret "  # with white space at its edge


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as one:
        yield one


def curl(*words: str) -> str:
    """Runs curl; what a terminal would show."""
    done = subprocess.run(
        ["curl", "-sS", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30, check=False
    )
    return done.stdout.decode()


def explained(tokencli: CommandLine, path: Path, text: str) -> list[str]:
    path.write_text(text, "utf-8")
    run = tokencli.run("explain", str(path), "-o", "json")
    assert run.code == 0
    assert WRONG.strip() not in run.said
    return [finding["name"] for finding in run.document["findings"]]


def test_a_refusal_is_explained_from_v_with_its_command(
    tokencli: CommandLine, sandbox: Sandbox, tmp_path: Path
) -> None:
    url = f"{sandbox.issuer}/token"
    shown = curl("-v", "-u", f"demo:{WRONG}", "-d", "grant_type=client_credentials", url)
    command = f"$ curl -sS -v -u 'demo:{WRONG}' \\\n    -d grant_type=client_credentials {url}\n"
    assert explained(tokencli, tmp_path / "v.txt", command + shown)[0] == "client-secret-has-white-space"


@pytest.mark.parametrize("option", ["--trace", "--trace-ascii"])
@pytest.mark.parametrize("more", [(), ("--trace-time",)])
def test_a_refusal_is_explained_from_a_trace_of_curl(
    tokencli: CommandLine, sandbox: Sandbox, tmp_path: Path, option: str, more: tuple[str, ...]
) -> None:
    trace = tmp_path / "curl.trace"
    form = "grant_type=client_credentials&client_id=demo-post&client_secret=n0t-the-secret%20"
    curl(option, str(trace), *more, "-d", form, f"{sandbox.issuer}/token")
    assert explained(tokencli, tmp_path / "t.txt", trace.read_text("utf-8"))[0] == "client-secret-has-white-space"


def test_a_name_that_is_not_found_is_explained(tokencli: CommandLine, tmp_path: Path) -> None:
    shown = curl("-v", "-d", "grant_type=client_credentials", "https://login.invalid/token")
    assert explained(tokencli, tmp_path / "v.txt", shown)[0] == "name-not-found"


def test_a_refused_connection_is_explained(tokencli: CommandLine, tmp_path: Path) -> None:
    shown = curl("-v", "-d", "grant_type=client_credentials", "http://127.0.0.1:9/token")
    assert explained(tokencli, tmp_path / "v.txt", shown)[0] == "connection-refused"
