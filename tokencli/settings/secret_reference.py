"""References to secrets, such as `env:NAME` and `github-actions:AUDIENCE`; parsed here, resolved in runtime."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tokencli.errors import UsageProblem
from tokencli.wire.quotable import HIDDEN, is_quotable, is_quotable_variable


class Scheme(StrEnum):
    """Where a secret is."""

    ENV = "env"
    FILE = "file"
    CMD = "cmd"
    KEYRING = "keyring"
    STDIN = "stdin"
    PROMPT = "prompt"
    LITERAL = "literal"
    GITHUB_ACTIONS = "github-actions"
    KUBERNETES = "kubernetes"


PLATFORMS = frozenset({Scheme.GITHUB_ACTIONS, Scheme.KUBERNETES})  # they hand out assertions for whoever runs there
_NEEDS_ARGUMENT = {
    Scheme.ENV: "the name of a variable",
    Scheme.FILE: "a path",
    Scheme.CMD: "a command",
    Scheme.KEYRING: "a name",
}


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where to get a secret.

    Attributes:
        scheme: The kind of place.
        argument: The place; for a literal the secret itself, which is why `repr` and `str` never show it.
        bare: Whether it was written without its scheme: a literal, or the path of a key.
    """

    scheme: Scheme
    argument: str
    bare: bool = False

    def __str__(self) -> str:
        """The reference as it may be shown."""
        return f"{self.scheme.value}:{self.argument if self.is_quotable else HIDDEN}"

    __repr__ = __str__

    @property
    def is_quotable(self) -> bool:
        """Whether the place may be shown: a literal never, nor what looks like the secret itself after a scheme."""
        match self.scheme:
            case Scheme.LITERAL:
                return False
            case Scheme.ENV:
                return is_quotable_variable(self.argument)
            case _:
                return is_quotable(self.argument)

    @property
    def written(self) -> str:
        """The reference in full, to be kept where secrets may be and never to be shown."""
        return f"{self.scheme.value}:{self.argument}"


def parse_reference(text: str, where: str) -> SecretReference:
    """Reads a reference; text without one of the schemes is a literal.

    Args:
        text: The text as given.
        where: The option, variable or profile key it came from, for the error.

    Raises:
        UsageProblem: The scheme needs something after its colon and nothing is there.
    """
    name, colon, argument = text.partition(":")
    if not colon or name not in {scheme.value for scheme in Scheme}:
        return SecretReference(Scheme.LITERAL, text, bare=True)
    scheme = Scheme(name)
    if scheme in _NEEDS_ARGUMENT and not argument:
        raise UsageProblem(f"{where}: {name}: needs {_NEEDS_ARGUMENT[scheme]} after the colon")
    return SecretReference(scheme, argument)


def document_reference(place: str) -> SecretReference:
    """The reference to a document that may hold secrets.

    Args:
        place: A path, or `-` for standard input.
    """
    return SecretReference(Scheme.STDIN, "") if place == "-" else SecretReference(Scheme.FILE, place)


def key_reference(text: str) -> SecretReference:
    """The reference to a key that may well be public, so that its path alone is enough.

    Args:
        text: A reference, a path, or `-` for standard input.

    Raises:
        UsageProblem: The scheme needs something after its colon and nothing is there.
    """
    name, colon, _ = text.partition(":")
    named = bool(colon) and name in {scheme.value for scheme in Scheme}
    return parse_reference(text, "KEY") if named else replace(document_reference(text), bare=True)
