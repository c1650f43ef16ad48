"""Profiles: what there is, what one says and where each value comes from, and changes that keep comments and order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit

from tokencli.errors import UsageProblem
from tokencli.settings.model import all_parameters
from tokencli.settings.profile_file import (
    PROFILE_NAME,
    bare_literals,
    edit_profile_file,
    existing,
    from_profile,
    profile_value,
    read_profile_file,
)
from tokencli.settings.resolve import from_command_line
from tokencli.settings.value import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tomlkit.items import Table

    from tokencli.oauth.parameter import Parameter
    from tokencli.settings.origin import Setting
    from tokencli.settings.profile_file import ProfileFile


def free_name(file: ProfileFile, name: str) -> str:
    """The name itself, when a new profile may have it.

    Raises:
        UsageProblem: It is taken or malformed.
    """
    if not PROFILE_NAME.fullmatch(name):
        raise UsageProblem("this cannot be a profile's name", "use letters, digits, dot, dash and underscore")
    if name in file.profiles:
        raise UsageProblem(f"there is a profile {name!r} already", f"change it with: tokencli profile edit {name}")
    return name


def add_profile(path: Path, name: str, options: Mapping[str, Any]) -> None:
    """Writes a new profile.

    Args:
        path: The configuration file; made when it is missing.
        name: The profile's name.
        options: Raw option values by name.

    Raises:
        UsageProblem: The name is taken or malformed, or a value is wrong.
    """
    free_name(read_profile_file(path, must_exist=False), name)
    given = _given(options)
    if not given:
        raise UsageProblem(
            "a profile without settings means nothing", "give at least --issuer or --token-endpoint, and --grant"
        )

    def change(document: tomlkit.TOMLDocument) -> None:
        profiles = document.setdefault("profiles", tomlkit.table(is_super_table=True))
        profiles[name] = _table(given)

    edit_profile_file(path, change)
    from_profile(read_profile_file(path, must_exist=True), name)


def replace_profile(path: Path, name: str, options: Mapping[str, Any]) -> None:
    """Writes a profile in the place of the one of its name, at once. Arguments and errors as for `add_profile`."""
    table = written_profile(options)

    def change(document: tomlkit.TOMLDocument) -> None:
        document["profiles"][name] = table

    edit_profile_file(path, change)


def written_profile(options: Mapping[str, Any]) -> Table:
    """The settings as a profile's table. Errors as for `add_profile`."""
    return _table(_given(options))


def _table(given: list[tuple[Parameter, Setting]]) -> Table:
    table = tomlkit.table()
    _set(table, given)
    return table


def edit_profile(path: Path, name: str, options: Mapping[str, Any], unset: Sequence[str]) -> None:
    """Changes settings of a profile, keeping comments and order.

    Args:
        path: The configuration file.
        name: The profile's name.
        options: Raw option values by name.
        unset: Keys to take out.

    Raises:
        UsageProblem: There is no such profile or key, a value is wrong, or nothing is to be changed.
    """
    file = read_profile_file(path, must_exist=True)
    existing(file, name)
    given = _given(options)
    for key in unset:
        if key not in file.profiles[name]:
            raise UsageProblem(f"--unset: profile {name} has no {key!r}{nearest(key, tuple(file.profiles[name]))}")

    def change(document: tomlkit.TOMLDocument) -> None:
        table = document["profiles"][name]
        for key in unset:
            table.remove(key)
        _set(table, given)

    edit_profile_file(path, change)


def remove_profile(path: Path, name: str) -> None:
    """Takes a profile out of the file.

    Raises:
        UsageProblem: There is no such profile.
    """
    file = read_profile_file(path, must_exist=True)
    existing(file, name)

    def change(document: tomlkit.TOMLDocument) -> None:
        document["profiles"].remove(name)
        if document.get("default_profile") == name:
            document.remove("default_profile")

    edit_profile_file(path, change)


def _given(options: Mapping[str, Any]) -> list[tuple[Parameter, Setting]]:
    settings = from_command_line(all_parameters(), options)
    literals = bare_literals(settings)
    if literals:
        option = "--" + literals[0].replace("_", "-")
        raise UsageProblem(
            f"{option} is the secret itself, and a profile holds references to secrets",
            "write env:NAME, file:PATH, cmd:COMMAND, keyring:NAME or prompt:; literal:TEXT if it must be",
        )
    return [(declared, settings[declared.name]) for declared in all_parameters() if declared.name in settings]


def _set(table: Table, given: list[tuple[Parameter, Setting]]) -> None:
    for declared, setting in given:
        table[declared.key] = profile_value(declared, setting.value)
