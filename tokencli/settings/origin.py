"""Where a setting came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Source(IntEnum):
    """The layers, the strongest first."""

    COMMAND_LINE = 0
    ENVIRONMENT = 1
    PROFILE = 2
    PROVIDER = 3
    STORE = 4
    DEFAULT = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from.

    Attributes:
        source: The layer.
        place: The place in it, in words: `--client-id`, `TOKENCLI_CLIENT_ID`, `profile dev, config.toml line 12`,
            `provider google`.
    """

    source: Source
    place: str

    def __str__(self) -> str:
        return self.place


DEFAULT = Origin(Source.DEFAULT, "default")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value with its origin.

    Attributes:
        value: The value, of the kind its parameter declares; for a secret a `SecretReference`.
        origin: Where it came from.
    """

    value: Any
    origin: Origin
