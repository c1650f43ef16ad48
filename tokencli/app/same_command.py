"""The command line that starts the same run anew, for a person to copy; secrets stand in it as references."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from tokencli.settings.origin import Source
from tokencli.settings.secret_reference import Scheme, SecretReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.oauth.grants import Listed
    from tokencli.settings.resolve import Settings

# What belongs to one run alone, how it began or where it stopped; the grant is a word of the command.
_LEFT_OUT = frozenset({"no_wait", "resume", "device_code", "auth_req_id", "grant"})


def same_command(listed: Listed, settings: Settings) -> str:
    """The command for a grant with the settings that the command line and a profile gave; the environment stays as it is.

    Args:
        listed: The grant.
        settings: The settings of the run.
    """
    profile = ("-p", settings.profile) if settings.profile else ()
    return shlex.join(["tokencli", "fetch", listed.name, *profile, *_options(settings)])


def diagnose_command(listed: Listed, settings: Settings) -> str:
    """The command that finds out step by step why the same run fails. Arguments as for `same_command`."""
    profile = (settings.profile,) if settings.profile else ()
    said = settings.origin("grant").source is Source.PROFILE
    grant = () if said else ("--grant", listed.name)
    return shlex.join(["tokencli", "diagnose", *profile, *grant, *_options(settings)])


def _options(settings: Settings) -> Iterator[str]:
    for name, one in settings.given().items():
        if one.origin.source is Source.COMMAND_LINE and name not in _LEFT_OUT:
            yield from _option("--" + name.replace("_", "-"), one.value)


def _option(option: str, value: Any) -> Iterator[str]:
    if value is True:
        yield option
        return
    for one in value if isinstance(value, tuple) else (value,):
        yield from (option, _text(option, one))


def _text(option: str, value: Any) -> str:
    if not isinstance(value, tuple):
        return f"{value:g}" if isinstance(value, float) else str(_usable(value))
    name, said = value
    if option == "--header":
        return f"{name}: {said}"
    return f"{name}@{_usable(said)}" if isinstance(said, SecretReference) else f"{name}={said}"


def _usable(value: Any) -> Any:
    """A value that means the same when the command is run; what must not be shown is asked for."""
    hidden = isinstance(value, SecretReference) and not value.is_quotable
    return SecretReference(Scheme.PROMPT, "") if hidden else value
