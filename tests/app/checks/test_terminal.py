from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.checks.examined import examined
from tests.journeys.terminal import on_terminal

if TYPE_CHECKING:
    from tests.journeys.command import Command

NOWHERE = ("--store", "none")


def test_a_pipe_says_that_nobody_can_be_asked(cli: Command) -> None:
    seen = examined(cli)
    assert (seen.code, seen.state("terminal")) == (0, "note")
    assert "exit code 4" in seen.checks["terminal"]["help"]


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        ((), {}, "somebody can be asked; xterm-256color, 72 columns, UTF-8, colours"),
        ((), {"NO_COLOR": "1"}, "no colours"),
        ((), {"TERM": "dumb"}, "dumb, 72 columns, UTF-8, no colours"),
        (("--no-input",), {}, "nobody can be asked; xterm-256color"),
    ],
)
def test_a_terminal_says_how_it_looks(cli: Command, words: tuple[str, ...], env: dict[str, str], said: str) -> None:
    seen = on_terminal(cli, "doctor", *NOWHERE, *words, columns=72, env={"PYTHONUTF8": "1", **env})
    assert said in " ".join(seen.text.split())


def test_a_terminal_without_every_character_is_a_warning_and_still_readable(cli: Command) -> None:
    seen = on_terminal(cli, "doctor", *NOWHERE, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert seen.code == 0
    assert "terminal-cannot-show-text" in seen.text
    assert "warning: somebody can be asked" in seen.text
