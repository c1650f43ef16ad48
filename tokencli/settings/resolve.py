"""The layers put together: command line over environment over profile over provider over default."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tokencli.settings.environment import from_environment
from tokencli.settings.origin import DEFAULT, Origin, Setting, Source
from tokencli.settings.preset import from_provider
from tokencli.settings.value import read_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tokencli.oauth.parameter import Parameter


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, each with its origin.

    Attributes:
        values: Settings by name; what nobody gave and has no default is missing.
        profile: The profile they start from, or None.
        secret_names: The names of those that are declared secret, for the redaction.
    """

    values: Mapping[str, Setting] = field(default_factory=dict)
    profile: str | None = None
    secret_names: frozenset[str] = frozenset()

    def get(self, name: str) -> Any:
        """The value of a setting; None when it has none."""
        setting = self.values.get(name)
        return None if setting is None else setting.value

    def origin(self, name: str) -> Origin:
        """Where a setting came from."""
        setting = self.values.get(name)
        return DEFAULT if setting is None else setting.origin

    def only(self, names: Collection[str]) -> Settings:
        """The settings of these names."""
        return replace(self, values={name: one for name, one in self.values.items() if name in names})

    def with_value(self, name: str, setting: Setting) -> Settings:
        """The same settings with one more, or another value for one."""
        return replace(self, values={**self.values, name: setting})

    def given(self) -> dict[str, Setting]:
        """The settings that somebody gave."""
        return {name: one for name, one in self.values.items() if one.origin.source is not Source.DEFAULT}


def from_command_line(parameters: Iterable[Parameter], options: Mapping[str, Any]) -> dict[str, Setting]:
    """Reads the settings that were given as options.

    Args:
        parameters: The settings that are wanted.
        options: Raw values by name; None, False and an empty tuple mean that the option was not given.

    Raises:
        UsageProblem: A value cannot mean what its setting needs.
    """
    found: dict[str, Setting] = {}
    for declared in parameters:
        given = options.get(declared.name)
        if given is None or given is False or given == ():
            continue
        value = read_value(declared, given, declared.option)
        found[declared.name] = Setting(value, Origin(Source.COMMAND_LINE, declared.option))
    return found


def resolve(
    parameters: Iterable[Parameter],
    options: Mapping[str, Any],
    environ: Mapping[str, str],
    profile: Mapping[str, Setting],
    profile_name: str | None = None,
) -> Settings:
    """Puts the layers together.

    Args:
        parameters: The settings that are wanted.
        options: Raw values of the command line by name.
        environ: The environment.
        profile: The settings of the profile; empty when there is none.
        profile_name: Its name.

    Raises:
        UsageProblem: A value cannot mean what its setting needs, or two servers are named.
    """
    wanted = tuple(parameters)
    names = {declared.name for declared in wanted}
    defaults = {
        declared.name: Setting(declared.default, DEFAULT)
        for declared in wanted
        if declared.default is not None and declared.default != ()
    }
    from_file = {name: setting for name, setting in profile.items() if name in names}
    given = {**from_file, **from_environment(wanted, environ), **from_command_line(wanted, options)}
    preset = {name: setting for name, setting in from_provider(given).items() if name in names}
    layers = {**defaults, **preset, **given}
    return Settings(layers, profile_name, frozenset(declared.name for declared in wanted if declared.secret))
