"""What every check of `doctor` and every step of `diagnose` must be: a documented module in its list, whose findings can be explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.contracts.listing import lines_to_add
from tokencli.app import checks, steps
from tokencli.app.checks import CHECKS, find_check
from tokencli.app.steps import STEPS, find_step

if TYPE_CHECKING:
    from types import ModuleType

    from tests.journeys.command import Command
    from tokencli.app.listed import Listed

FAMILIES = {"check": (checks, CHECKS), "step": (steps, STEPS)}
every_family = pytest.mark.parametrize("kind", FAMILIES)
every_member = pytest.mark.parametrize("listed", [*CHECKS, *STEPS], ids=lambda one: f"{one.folder}-{one.name}")


def folder_of(family: ModuleType) -> Path:
    return Path(str(family.__file__)).parent


@every_family
def test_every_module_of_the_folder_is_in_the_list(kind: str) -> None:
    family, listed = FAMILIES[kind]
    lines = lines_to_add(folder_of(family), [one.name for one in listed], lambda name: f'_{kind}("{name}", "…"),')
    assert not lines, f"add to the list in {folder_of(family) / '__init__.py'}:\n" + "\n".join(lines)


@every_member
def test_it_has_the_sections_and_says_what_each_of_its_findings_means(listed: Listed) -> None:
    assert [line for line in listed.text.splitlines() if re.fullmatch(r"[A-Z][a-z ]+:", line)] == [
        "Means:",
        "Seen by:",
        "Do:",
        "See:",
    ]
    assert all(f"`{name}`:" in listed.text for name in listed.findings)


@every_member
def test_it_yields_the_findings_of_the_list_and_no_others(listed: Listed) -> None:
    source = Path(str(listed.load().__file__)).read_text("utf-8")
    assert set(re.findall(r'name="([a-z-]+)"', source)) <= set(listed.findings)
    assert all(f'"{name}"' in source for name in listed.findings)


@every_member
def test_each_of_its_findings_is_explained_by_its_name(cli: Command, listed: Listed) -> None:
    for name in listed.findings:
        done = cli("explain", name)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"{name}\n\n")
        assert "Do:" in done.out


@every_family
def test_no_two_of_a_family_share_a_finding(kind: str) -> None:
    names = [name for one in FAMILIES[kind][1] for name in one.findings]
    assert len(names) == len(set(names))


def test_each_is_found_by_its_findings_and_by_no_other_name() -> None:
    assert all(find_check(name) is one for one in CHECKS for name in one.findings)
    assert all(find_step(name) is one for one in STEPS for name in one.findings)
    assert find_check("nothing-like-it") is find_step("nothing-like-it") is None
