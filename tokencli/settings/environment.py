"""Settings from the environment: `TOKENCLI_<OPTION>`, with the grammar of the option, repeatable ones one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.value import read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tokencli.oauth.parameter import Parameter


def from_environment(parameters: Iterable[Parameter], environ: Mapping[str, str]) -> dict[str, Setting]:
    """Reads the settings that the environment names.

    Args:
        parameters: The settings that are wanted.
        environ: The environment.

    Raises:
        UsageProblem: A variable's text cannot mean what its setting needs.
    """
    found: dict[str, Setting] = {}
    for declared in parameters:
        text = environ.get(declared.variable)
        if not text:
            continue
        given: Any = [line for line in text.splitlines() if line] if declared.repeatable else text
        value = read_value(declared, given, declared.variable)
        found[declared.name] = Setting(value, Origin(Source.ENVIRONMENT, declared.variable))
    return found
