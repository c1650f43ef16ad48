"""`--dry-run` takes a value only with `=`, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from tokencli.cli.options import dry_run_option
from tokencli.cli.sectioned import SectionedCommand, SectionedOption

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
