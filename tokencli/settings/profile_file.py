"""Profiles in TOML: read with the place of every value, edited with comments and order kept."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import Kind
from tokencli.settings.model import all_parameters, profile_model
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.paths import replace_file
from tokencli.settings.secret_reference import SecretReference
from tokencli.settings.value import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import tomlkit

    from tokencli.oauth.parameter import Parameter

_TOP_LEVEL = ("default_profile", "profiles")
PROFILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONGEST_REPEATED = 24  # characters; what is longer may be a token that stands where a profile's name should


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """The configuration file as it was read.

    Attributes:
        path: Where it is.
        profiles: The tables of the profiles by name, not yet validated.
        default_profile: The profile to use when none is named.
        text: The file's text, for places.
    """

    path: Path
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    default_profile: str | None = None
    text: str = ""

    def line_of(self, profile: str, key: str) -> int | None:
        """The line, from 1, where a key of a profile stands; None when it is written in a way this does not see."""
        inside = False
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[\s*profiles\s*\.\s*\"?([^\"\]]+?)\"?\s*\]", line):
                inside = header[1] == profile
            elif re.match(r"\s*\[", line):
                inside = False
            elif inside and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
                return number
        return None

    def place(self, profile: str, key: str) -> str:
        """The place of a value in words."""
        line = self.line_of(profile, key)
        return f"profile {profile}, {self.path.name}" + (f" line {line}" if line else "")


def read_profile_file(path: Path, *, must_exist: bool) -> ProfileFile:
    """Reads the configuration file.

    Args:
        path: Where it is.
        must_exist: Whether its absence is an error, because somebody named it.

    Raises:
        UsageProblem: It cannot be read, is no TOML, or has something at its top that does not belong there.
    """
    try:
        text = path.read_text("utf-8-sig")  # Windows editors begin with a byte order mark
        document = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        if must_exist:
            raise UsageProblem(f"there is no configuration file {path}", "check --config and TOKENCLI_CONFIG") from None
        return ProfileFile(path)
    except (OSError, UnicodeDecodeError) as problem:
        if must_exist or path.exists():
            raise UsageProblem(f"the configuration file {path} cannot be read: {problem}") from None
        return ProfileFile(path)
    except tomllib.TOMLDecodeError as problem:
        raise UsageProblem(f"the configuration file {path} is no TOML: {problem}", "mend that place") from None
    for key in document:
        if key not in _TOP_LEVEL:
            raise UsageProblem(
                f"{path.name}: there is no setting {key!r} outside a profile{nearest(key, _TOP_LEVEL)}",
                "settings stand under [profiles.NAME]",
            )
    profiles, default = document.get("profiles", {}), document.get("default_profile")
    if not isinstance(profiles, dict) or not all(isinstance(table, dict) for table in profiles.values()):
        raise UsageProblem(f"{path.name}: profiles must be tables", "write [profiles.NAME] above a profile's settings")
    if default is not None and not isinstance(default, str):
        raise UsageProblem(f"{path.name}: default_profile must be a name in quotes")
    return ProfileFile(path, profiles, default, text)


def choose_profile(file: ProfileFile, named: str | None) -> str | None:
    """The profile to use: the named one, else the default, else the only one; None where there is none at all.

    Raises:
        UsageProblem: The named or the default profile does not exist, or there are several and none is chosen.
    """
    name = named or file.default_profile or (next(iter(file.profiles)) if len(file.profiles) == 1 else None)
    if name is None and file.profiles:
        raise UsageProblem(
            f"there are several profiles in {file.path}, and none is chosen: {', '.join(file.profiles)}",
            'name one with -p or TOKENCLI_PROFILE, or write default_profile = "NAME" at the top of the file',
        )
    if name is not None and name not in file.profiles:
        known = ", ".join(file.profiles) or "none"
        raise UsageProblem(
            f"there is no {_profile_in_words(name)} in {file.path}{nearest(name, tuple(file.profiles))}",
            f"profiles there: {known}; make one with: tokencli profile add NAME",
        )
    return name


def existing(file: ProfileFile, name: str) -> None:
    """Refuses a name that no profile has.

    Raises:
        UsageProblem: There is no such profile.
    """
    if name not in file.profiles:
        known = tuple(file.profiles)
        raise UsageProblem(
            f"there is no {_profile_in_words(name)}{nearest(name, known)}", f"profiles: {', '.join(known) or 'none'}"
        )


def _profile_in_words(name: str) -> str:
    """A name that no profile has; repeated only where it can be one, since a stray word may be a secret."""
    repeated = len(name) <= _LONGEST_REPEATED and PROFILE_NAME.fullmatch(name)
    return f"profile {name!r}" if repeated else "profile of that name"


def from_profile(file: ProfileFile, name: str) -> dict[str, Setting]:
    """The validated settings of a profile.

    Raises:
        UsageProblem: A key is unknown or a value cannot mean what its setting needs; all of them are named.
    """
    from pydantic import ValidationError

    table = file.profiles[name]
    try:
        values = profile_model().model_validate(dict(table))
    except ValidationError as invalid:
        problems = [_problem(file, name, dict(error)) for error in invalid.errors()]
        raise UsageProblem("; ".join(problems), f"mend it with: tokencli profile edit {name}") from None
    by_key = {declared.key: declared for declared in all_parameters()}
    return {
        by_key[key].name: Setting(getattr(values, key), Origin(Source.PROFILE, file.place(name, key))) for key in table
    }


def _problem(file: ProfileFile, name: str, error: Mapping[str, Any]) -> str:
    key = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        known = tuple(declared.key for declared in all_parameters())
        return f"{file.place(name, key)}: there is no setting {key!r}{nearest(key, known)}"
    return f"{file.place(name, key)}: {str(error['msg']).removeprefix('Value error, ')}"


def bare_literals(settings: Mapping[str, Setting]) -> tuple[str, ...]:
    """The names of the settings in which a secret itself stands instead of a reference to it."""
    return tuple(name for name, setting in settings.items() if any(one.bare for one in _references(setting.value)))


def _references(value: Any) -> tuple[SecretReference, ...]:
    """The references in a setting's value: itself, or those of its NAME@REF pairs."""
    values = [pair[1] if isinstance(pair, tuple) else pair for pair in value] if isinstance(value, tuple) else [value]
    return tuple(one for one in values if isinstance(one, SecretReference))


def profile_value(declared: Parameter, value: Any) -> Any:
    """A setting's value as TOML holds it."""
    if isinstance(value, SecretReference):
        return value.written
    if isinstance(value, tuple):
        return [_toml_pair(declared, one) for one in value]
    return _duration_text(value) if declared.kind is Kind.DURATION else value


def _duration_text(seconds: float) -> str:
    return f"{seconds:.0f}s" if seconds == int(seconds) else f"{seconds * 1000:.0f}ms"


def _toml_pair(declared: Parameter, one: Any) -> Any:
    if not isinstance(one, tuple):
        return one
    name, value = one
    if isinstance(value, SecretReference):
        return f"{name}@{value.written}"
    return f"{name}: {value}" if declared.kind is Kind.HEADER else f"{name}={value}"


def edit_profile_file(path: Path, change: Callable[[tomlkit.TOMLDocument], None]) -> None:
    """Changes the file in one step, keeping comments and order; it is made 0600 in a folder 0700 where it is new.

    Args:
        path: Where it is.
        change: Changes the document in place.

    Raises:
        UsageProblem: The file cannot be read or written.
    """
    import tomlkit

    try:
        document = tomlkit.parse(path.read_text("utf-8-sig")) if path.exists() else tomlkit.document()
        change(document)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, tomlkit.dumps(document))
    except OSError as problem:
        raise UsageProblem(f"the configuration file {path} cannot be written: {problem}") from None
