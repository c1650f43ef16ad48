"""Profiles are changed in place: everything else in the file stays as it was, to the last octet."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tokencli.app.profiles import add_profile, edit_profile, remove_profile
from tokencli.settings.model import all_parameters
from tokencli.settings.profile_file import from_profile, read_profile_file

if TYPE_CHECKING:
    from pathlib import Path

FILE = """\
# the head
default_profile = 'a'   # ours

[profiles.a] # first
client_id = "one"   # with a comment


scope = [
  "x",  # why
  "y",
]

# between
[profiles."b.c"]
client_id = 'two'
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(FILE, "utf-8")
    return file


def test_one_value_is_changed_and_no_other_octet(path: Path) -> None:
    edit_profile(path, "a", {"client_id": "other"}, ())
    assert path.read_text("utf-8") == FILE.replace('client_id = "one"', 'client_id = "other"')


def test_a_value_that_is_new_goes_to_the_end_of_its_profile(path: Path) -> None:
    edit_profile(path, "a", {"timeout": "5m"}, ())
    after = path.read_text("utf-8")
    assert tomllib.loads(after)["profiles"]["a"]["timeout"] == "300s"
    assert list(tomllib.loads(after)["profiles"]["a"]) == ["client_id", "scope", "timeout"]
    assert all(line in after.splitlines() for line in FILE.splitlines())


def test_a_profile_whose_name_has_a_dot_is_edited_and_removed(path: Path) -> None:
    edit_profile(path, "b.c", {"client_id": "three"}, ())
    assert tomllib.loads(path.read_text("utf-8"))["profiles"]["b.c"] == {"client_id": "three"}
    remove_profile(path, "b.c")
    assert list(tomllib.loads(path.read_text("utf-8"))["profiles"]) == ["a"]
    assert "# with a comment" in path.read_text("utf-8")


def test_a_removed_profile_takes_the_default_with_it_and_no_other(path: Path) -> None:
    remove_profile(path, "a")
    left = tomllib.loads(path.read_text("utf-8"))
    assert left == {"profiles": {"b.c": {"client_id": "two"}}}
    assert path.read_text("utf-8").startswith("# the head\n")


def test_the_last_profile_may_go_and_another_come(path: Path) -> None:
    for name in ("a", "b.c"):
        remove_profile(path, name)
    assert read_profile_file(path, must_exist=True).profiles == {}
    add_profile(path, "new", {"client_id": "x"})
    assert read_profile_file(path, must_exist=True).profiles == {"new": {"client_id": "x"}}


VALUES: dict[str, Any] = {
    "flag": True,
    "count": "3",
    "duration": "90s",
    "name=value": ["a=b=c", "t@env:T"],
    "name: value": ["X-A: b: c"],
    "endpoint": "https://login.example/x",
    "name[:tenant]": "google",
    "name of a lint rule": ["token-in-url"],
}


@pytest.mark.parametrize("declared", all_parameters(), ids=lambda one: one.name)
def test_every_setting_can_be_written_and_means_the_same_when_it_is_read(tmp_path: Path, declared: Any) -> None:
    text = VALUES.get(declared.kind.value, declared.choices[0] if declared.choices else 'a "quoted" \\ text')
    text = "env:NAME" if declared.secret else text
    given = text if isinstance(text, list | bool) else [text] if declared.repeatable else text
    path = tmp_path / "config.toml"
    add_profile(path, "x", {declared.name: given})
    first = from_profile(read_profile_file(path, must_exist=True), "x")
    edit_profile(path, "x", {declared.name: given}, ())
    assert from_profile(read_profile_file(path, must_exist=True), "x") == first
    assert list(first) == [declared.name]
    assert first[declared.name].origin.place == "profile x, config.toml line 2"
