"""`--dry-run` takes a value only with `=`, wherever it stands; options that few lines use are made when a line needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from tokencli.cli.options import dry_run_option
from tokencli.cli.sectioned import SectionedCommand, SectionedOption, WideCommand

if TYPE_CHECKING:
    from collections.abc import Sequence


def parsed(words: Sequence[str]) -> dict[str, object]:
    """What a command with such an option makes of its words."""
    seen: dict[str, object] = {}
    options = [
        dry_run_option(),
        SectionedOption(["-o", "--output", "output"]),
        SectionedOption(["-v", "verbose"], count=True),
        SectionedOption(["--strict", "strict"], is_flag=True),
        click.Argument(["rest"], nargs=-1),
    ]
    SectionedCommand("x", params=options, callback=lambda **given: seen.update(given)).main(
        list(words), standalone_mode=False
    )
    return {name: seen[name] for name in ("dry_run", "output", "rest")}


@pytest.mark.parametrize(
    ("words", "dry_run", "output", "rest"),
    [
        (["--dry-run"], "http", None, ()),
        (["--dry-run=curl"], "curl", None, ()),
        (["--dry-run", "curl"], "http", None, ("curl",)),
        (["curl", "--dry-run"], "http", None, ("curl",)),
        (["-v", "--dry-run"], "http", None, ()),
        (["-vv", "--dry-run", "-v"], "http", None, ()),
        (["--strict", "--dry-run"], "http", None, ()),
        (["--dry-run", "-o", "json"], "http", "json", ()),
        (["-o", "json", "--dry-run"], "http", "json", ()),
        (["--output=json", "--dry-run"], "http", "json", ()),
        (["-o", "--dry-run"], None, "--dry-run", ()),
        (["--", "--dry-run"], None, None, ("--dry-run",)),
        (["--dry-run", "--", "curl"], "http", None, ("curl",)),
        (["--dry-run=http", "--dry-run=json"], "json", None, ()),
    ],
)
def test_a_word_after_it_stays_an_argument(
    words: list[str], dry_run: str | None, output: str | None, rest: tuple[str, ...]
) -> None:
    assert parsed(words) == {"dry_run": dry_run, "output": output, "rest": rest}


class Wide:
    """A command with one option of its own and one that is made when it is needed."""

    def __init__(self) -> None:
        self.made = 0
        self.seen: dict[str, object] = {}
        few: list[click.Parameter] = [
            click.Argument(["word"], required=False),
            SectionedOption(["-o", "--output", "output"]),
        ]
        self.command = WideCommand(
            "x", params=few, further=self._further, callback=lambda **given: self.seen.update(given)
        )

    def _further(self) -> list[click.Parameter]:
        self.made += 1
        return [SectionedOption(["--deep", "deep"]), SectionedOption(["-v", "verbose"], count=True)]

    def run(self, *words: str) -> None:
        self.command.main(list(words), standalone_mode=False)


@pytest.mark.parametrize("words", [[], ["a"], ["-"], ["-o", "json"], ["-ojson", "a"], ["--output=json"], ["--", "-v"]])
def test_a_line_that_names_only_the_few_makes_no_others(words: list[str]) -> None:
    wide = Wide()
    wide.run(*words)
    assert wide.made == 0
    assert "deep" not in wide.seen


@pytest.mark.parametrize("words", [["--deep", "x"], ["a", "--deep=x"], ["-v", "--deep", "x", "-o", "json"]])
def test_a_line_that_names_another_gets_all_of_them(words: list[str]) -> None:
    wide = Wide()
    wide.run(*words)
    wide.run(*words)
    assert (wide.made, wide.seen["deep"]) == (1, "x")


def test_an_option_that_nobody_has_is_named_as_ever() -> None:
    with pytest.raises(click.NoSuchOption, match="--dep"):
        Wide().run("--dep")


def test_help_and_completion_know_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    from click.shell_completion import ShellComplete

    wide = Wide()
    wide.run("--help")
    assert "--deep" in capsys.readouterr().out
    found = ShellComplete(wide.command, {}, "x", "_X_COMPLETE").get_completions([], "--")
    assert {"--output", "--deep", "--help"} <= {one.value for one in found}
