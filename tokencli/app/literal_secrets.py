"""Secrets that stand in the configuration file themselves, where a reference could stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.settings.model import all_parameters
from tokencli.settings.profile_file import from_profile
from tokencli.settings.secret_reference import Scheme, SecretReference

if TYPE_CHECKING:
    from tokencli.settings.profile_file import ProfileFile


def literal_secrets(file: ProfileFile) -> tuple[tuple[str, str], ...]:
    """Profile and key of each; a profile that cannot be read has none that would be used.

    Args:
        file: The configuration file.
    """
    return tuple((name, key) for name in file.profiles for key in _keys(file, name))


def _keys(file: ProfileFile, profile: str) -> tuple[str, ...]:
    try:
        settings = from_profile(file, profile)
    except UsageProblem:
        return ()
    return tuple(
        declared.key
        for declared in all_parameters()
        if declared.name in settings and _holds_literal(settings[declared.name].value)
    )


def _holds_literal(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(_holds_literal(one) for one in value)
    return isinstance(value, SecretReference) and value.scheme is Scheme.LITERAL
