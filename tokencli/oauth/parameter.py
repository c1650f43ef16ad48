"""A member of a family declares what it needs once, as fields of a frozen dataclass.

The declaration is the only source of the command-line option, the profile key, the environment variable, the redaction
rule, the completion and the reference page.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

T = TypeVar("T")
_KEY = "parameter"


@dataclass(frozen=True, slots=True)
class Fresh:
    """A secret that is read anew whenever it is needed.

    Attributes:
        read: Reads it.
        of_platform: Whether it is handed out by the platform that the run is on, so that nobody chose this very token.
        audience: Whom it was asked for in so many words; empty when nobody was named.
    """

    read: Callable[[], str]
    of_platform: bool = False
    audience: str = ""


class Kind(StrEnum):
    """How the text that a person gives for a parameter is read."""

    TEXT = "text"
    URI = "uri"
    ENDPOINT = "endpoint"
    FLAG = "flag"
    COUNT = "count"
    DURATION = "duration"
    PAIR = "name=value"
    HEADER = "name: value"
    FILE = "file"
    PROVIDER = "name[:tenant]"
    DOCUMENT = "file or -"
    LINT_RULE = "name of a lint rule"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is known of one parameter.

    Attributes:
        name: The wire's name with `_`; also the profile key.
        help: One line for `--help`, without a full stop at its end.
        spec: The section that defines it, where one does.
        kind: How its text is read.
        secret: Whether its text is a reference to a secret, and its value is redacted everywhere.
        octets: Whether the secret is wanted as the octets it is stored as, with nothing dropped.
        repeatable: Whether it may be given several times.
        choices: The only values it may have; empty when any will do.
        metavar: What stands for the value in `--help`.
        required: Whether it must be given.
        default: Its value when it is not given.
        aliases: Further names of the option, with dashes.
        profile_key: The key in a profile where it is not the name; a dangerous switch is spelled out there.
        fresh: Whether the secret is read anew for every request: its value is then a `Fresh` that reads it.
    """

    name: str
    help: str
    spec: str = ""
    kind: Kind = Kind.TEXT
    secret: bool = False
    octets: bool = False
    repeatable: bool = False
    choices: tuple[str, ...] = ()
    metavar: str = ""
    required: bool = False
    default: Any = None
    aliases: tuple[str, ...] = ()
    profile_key: str = ""
    fresh: bool = False

    @property
    def key(self) -> str:
        """The key in a profile."""
        return self.profile_key or self.name

    @property
    def option(self) -> str:
        """The option on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "TOKENCLI_" + self.name.upper()


def parameter(  # noqa: PLR0913 - one keyword for each thing a declaration can say
    help: str,  # noqa: A002 - the word of the declaration
    *,
    spec: str = "",
    kind: Kind = Kind.TEXT,
    secret: bool = False,
    octets: bool = False,
    repeatable: bool = False,
    choices: Iterable[str] = (),
    metavar: str = "",
    default: Any = MISSING,
    aliases: Iterable[str] = (),
    profile_key: str = "",
    fresh: bool = False,
) -> Any:
    """Declares a field of a frozen dataclass as a parameter; without a default it is required.

    Args:
        help: One line for `--help`.
        spec: The section that defines it.
        kind: How its text is read.
        secret: Whether it is given as a reference to a secret.
        octets: Whether a secret is wanted as octets.
        repeatable: Whether it may be given several times; its value is then a tuple.
        choices: The only values it may have.
        metavar: What stands for the value in `--help`.
        default: Its value when it is not given.
        aliases: Further names of the option.
        profile_key: The key in a profile where it is not the name.
        fresh: Whether a secret is read anew for every request.
    """
    if repeatable and default is MISSING:
        default = ()
    declared = Parameter(
        "", help, spec, kind, secret, octets, repeatable, tuple(choices), metavar,
        default is MISSING, None if default is MISSING else default, tuple(aliases), profile_key, fresh,
    )  # fmt: skip
    metadata = {_KEY: declared}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


def _declared(one: Field[Any]) -> Parameter | None:
    declared = one.metadata.get(_KEY)
    return replace(declared, name=one.name) if isinstance(declared, Parameter) else None


def parameters_of(declaring: type) -> tuple[Parameter, ...]:
    """The parameters that a dataclass declares, in its order."""
    return tuple(found for one in fields(declaring) if (found := _declared(one)) is not None)


def unique_parameters(declaring: Iterable[type]) -> tuple[Parameter, ...]:
    """The parameters of several dataclasses, each name once, as first declared."""
    found: dict[str, Parameter] = {}
    for one in declaring:
        for declared in parameters_of(one):
            found.setdefault(declared.name, declared)
    return tuple(found.values())


def fill(declaring: type[T], values: Mapping[str, Any]) -> T:
    """Makes a value of a declaring dataclass from the values that were given for its parameters.

    Args:
        declaring: The dataclass.
        values: Values by name; what is missing takes its default, what the class does not declare is ignored.
    """
    given = {one.name: values[one.name] for one in parameters_of(declaring) if values.get(one.name) is not None}
    return declaring(**given)
