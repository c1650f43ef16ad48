"""What every step of `diagnose` must be: a documented module in the list, whose findings can be explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.contracts.listing import lines_to_add
from tokencli.app import steps
from tokencli.app.steps import STEPS, find_step
from tokencli.diagnosis.rules import find_rule

if TYPE_CHECKING:
    from tests.journeys.command import Command
    from tokencli.app.listed import Listed

FOLDER = Path(steps.__file__).parent
every_step = pytest.mark.parametrize("listed", STEPS, ids=lambda one: one.name)


def test_every_module_of_the_folder_is_in_the_list() -> None:
    lines = lines_to_add(FOLDER, [one.name for one in STEPS], lambda name: f'_step("{name}", "…"),')
    assert not lines, f"add to STEPS in {FOLDER / '__init__.py'}:\n" + "\n".join(lines)


@every_step
def test_it_has_the_sections_and_says_what_each_of_its_findings_means(listed: Listed) -> None:
    assert [line for line in listed.text.splitlines() if re.fullmatch(r"[A-Z][a-z ]+:", line)] == [
        "Means:",
        "Seen by:",
        "Do:",
        "See:",
    ]
    assert all(f"`{name}`:" in listed.text for name in listed.findings)


@every_step
def test_it_yields_the_findings_of_the_list_and_no_others(listed: Listed) -> None:
    source = (FOLDER / f"{listed.name}.py").read_text("utf-8")
    assert set(re.findall(r'name="([a-z-]+)"', source)) <= set(listed.findings)
    assert all(f'"{name}"' in source for name in listed.findings)


@every_step
def test_each_of_its_findings_is_explained_by_its_name(cli: Command, listed: Listed) -> None:
    for name in listed.findings:
        done = cli("explain", name)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"{name}\n\n")
        assert "Do:" in done.out


def test_no_two_steps_share_a_finding() -> None:
    names = [name for one in STEPS for name in one.findings]
    assert len(names) == len(set(names))
    assert all(find_step(name) or find_rule(name) for name in names)


def test_a_name_that_no_step_finds_leads_nowhere() -> None:
    assert find_step("nothing-like-it") is None
