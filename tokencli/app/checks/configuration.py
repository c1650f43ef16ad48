"""The configuration file cannot be used, or holds a secret itself.

Means:
    `configuration-not-usable`: the file is no TOML, or a profile in it has a setting that does not exist or a value that cannot
    be meant. A command that uses this profile ends with exit code 2.
    `secret-in-configuration`: a profile holds a secret and not a reference to one. It is in every copy and backup of the file.

Seen by:
    Reading the file as every command does, and every profile in it.

Do:
    Mend the place that is named: `tokencli profile edit NAME`. Put a secret where secrets belong, and write env:NAME, file:PATH,
    cmd:COMMAND or keyring:NAME in its place.

See:
    docs/ci.md
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.app.literal_secrets import literal_secrets
from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Confidence, Finding, Pointer, Severity
from tokencli.errors import UsageProblem
from tokencli.settings.paths import config_file
from tokencli.settings.profile_file import from_profile, read_profile_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.machine import Machine
    from tokencli.settings.profile_file import ProfileFile


def look(machine: Machine) -> Looked:
    """The file with its profiles."""
    path, must_exist = config_file(machine.config, os.environ)
    try:
        file = read_profile_file(path, must_exist=must_exist)
    except UsageProblem as problem:
        return Looked(f"{path} cannot be used", findings=(_not_usable(problem),))
    chosen = machine.settings.profile
    findings = (*_wrong_profiles(file, chosen), *_secrets(file))
    if not file.profiles:
        return Looked(f"no profile in {path}", "make one with: tokencli profile add NAME", findings, there=False)
    names = ", ".join(f"{name} (looked at here)" if name == chosen else name for name in file.profiles)
    return Looked(f"{path}: {names}", findings=findings)


def _wrong_profiles(file: ProfileFile, chosen: str | None) -> Iterator[Finding]:
    for name in file.profiles:
        try:
            from_profile(file, name)
        except UsageProblem as problem:
            yield replace(_not_usable(problem, name), severity=Severity.WARNING if chosen else Severity.ERROR)
    if file.default_profile and file.default_profile not in file.profiles:
        yield _not_usable(
            UsageProblem(
                f"default_profile names {file.default_profile!r}, and there is no such profile in {file.path}",
                "mend it at the top of the file",
            )
        )


def _not_usable(problem: UsageProblem, profile: str = "") -> Finding:
    return Finding(
        name="configuration-not-usable",
        confidence=Confidence.CERTAIN,
        what=problem.what,
        why=f"every command that {f'uses profile {profile}' if profile else 'reads it'} ends with exit code 2 there",
        help=problem.help or "mend that place",
        see=("tokencli explain configuration-not-usable",),
        severity=Severity.ERROR,
    )


def _secrets(file: ProfileFile) -> Iterator[Finding]:
    for profile, key in literal_secrets(file):
        yield Finding(
            name="secret-in-configuration",
            confidence=Confidence.CERTAIN,
            what=f"{key} of profile {profile} is the secret itself",
            why="a profile is copied, backed up and shown more often than one thinks",
            help="write a reference in its place: env:NAME, file:PATH, cmd:COMMAND, keyring:NAME or prompt:",
            where=(Pointer("configuration", key, file.place(profile, key)),),
            see=("tokencli explain secret-in-configuration",),
            severity=Severity.WARNING,
        )
