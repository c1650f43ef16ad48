"""Shell completion: the scripts, and the words they are given."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.journeys.command import ROOT, clean_environment

if TYPE_CHECKING:
    from tests.journeys.command import Command

FILES = {"bash": "tokencli.bash", "zsh": "_tokencli", "fish": "tokencli.fish", "powershell": "tokencli.ps1"}


def completed(cli: Command, line: str) -> list[str]:
    """The words that bash is offered for a line, of which the last word is being typed."""
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'tokencli'; from tokencli.cli.main import main; main()"],
        capture_output=True, text=True, timeout=30, check=False, cwd=cli.home,
        env={
            **clean_environment(cli.home), "_TOKENCLI_COMPLETE": "bash_complete",
            "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1),
        },
    )  # fmt: skip
    assert done.stderr == ""
    return [one.partition(",")[2] for one in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", FILES)
def test_the_script_is_the_one_that_is_kept(cli: Command, shell: str) -> None:
    done = cli("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert done.out == (ROOT / "completions" / FILES[shell]).read_text("utf-8")


@pytest.mark.parametrize("shell", [one for one in ("bash", "zsh", "fish") if shutil.which(one)])
def test_the_shell_reads_the_script(cli: Command, shell: str) -> None:
    script = cli.home / "script"
    script.write_text(cli("completion", shell).out, "utf-8")
    done = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tokencli fe", ["fetch"]),
        ("tokencli fetch de", ["device-code"]),
        ("tokencli profile re", ["remove"]),
        ("tokencli completion po", ["powershell"]),
        ("tokencli fetch client-credentials --output id", ["id-token"]),
        ("tokencli fetch client-credentials --auth-method no", ["none"]),
        ("tokencli fetch client-credentials --client-secret k", ["keyring:", "kubernetes:"]),
        ("tokencli fetch client-credentials --basic-e", ["--basic-encoding"]),
        ("tokencli fetch client-credentials -p c", ["ci"]),
    ],
)
def test_a_word_is_completed(cli: Command, line: str, offered: list[str]) -> None:
    cli.config("[profiles.ci]\nclient_id = 'a'\n[profiles.dev]\n")
    assert completed(cli, line) == offered


def test_an_unknown_shell_is_refused_with_those_there_are(cli: Command) -> None:
    done = cli("completion", "tcsh")
    assert (done.code, done.out) == (2, "")
    assert all(shell in done.err for shell in FILES)
