"""What an import proposes: settings with their origin in words, secrets apart from them, and a word on all that was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.captures.shell_words import LEFT_ALONE
from tokencli.wire.redaction import Redactor, is_redacted

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Proposed:
    """A setting.

    Attributes:
        name: The setting's name.
        value: Its raw value, as an option takes it: a text, True, or texts.
        origin: Where in the source it stood, in words.
    """

    name: str
    value: str | bool | tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class SecretSeen:
    """A secret that stood in the source, or a variable in whose place one stands.

    Attributes:
        name: The setting it belongs to; `param` or `auth_param` for a member that has none.
        member: The member's name where the setting is `param` or `auth_param`, else empty.
        value: The secret; empty where only its variable is known, and where somebody took it out of the source.
        variable: The variable of the environment that the source takes it from; empty when it stood there itself.
        origin: Where in the source it stood, in words.
    """

    name: str
    member: str
    value: str = field(repr=False)
    variable: str
    origin: str

    @property
    def words(self) -> str:
        """What it is, in words."""
        return (self.member or self.name).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One profile that could be made.

    Attributes:
        number: Its number in the source, by which it can be chosen.
        label: What tells it from the others of its source, in words; without any secret.
        settings: The settings.
        secrets: The secrets.
        left_out: What is not in the profile, each with the reason.
        notes: What is worth knowing of what is in it.
    """

    number: int
    label: str
    settings: tuple[Proposed, ...] = ()
    secrets: tuple[SecretSeen, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """The text of a setting; empty when it has none."""
        return next((one.value for one in self.settings if one.name == name and isinstance(one.value, str)), "")

    @property
    def identity(self) -> tuple[object, ...]:
        """What two requests of one client, for the same and in the same way, have in common."""
        said = tuple(sorted((one.name, str(one.value)) for one in self.settings))
        return said, tuple(sorted((one.name, one.member) for one in self.secrets))


# `NAME@REF` takes a value from where a reference says, which may be a command. No source has a say in that.
_PAIRS = frozenset({"param", "auth_param", "claim"})
_PLAIN_PAIR = re.compile(r"[^=@]+=")


def holds_credential(text: str) -> bool:
    """Whether a text, whatever it is called, is or has in it a signed token, or a password before the host of a URL."""
    return Redactor(names=frozenset(), by_sound=False).url(text) != text


def _no_variable(text: str) -> str | None:  # noqa: ARG001 - what every such function is asked with
    return None


@dataclass
class Draft:
    """A proposal while it is put together. What comes first wins, so that the more certain is to be read first.

    Attributes:
        variable_in: Tells the variable, as it is written, that a text of the source has in it; None when it has none.
        variable_name: Tells the name of a variable of the environment that is all of a text; None when it is none.
    """

    variable_in: Callable[[str], str | None] = _no_variable
    variable_name: Callable[[str], str | None] = _no_variable
    _settings: dict[str, Proposed] = field(default_factory=dict)
    _secrets: dict[tuple[str, str], SecretSeen] = field(default_factory=dict, repr=False)
    _left_out: dict[str, None] = field(default_factory=dict)
    _notes: dict[str, None] = field(default_factory=dict)

    def put(self, name: str, value: str | bool | tuple[str, ...], origin: str) -> None:  # noqa: FBT001 - a flag's raw value
        """Proposes a setting, unless it has a value already, is empty, or is a variable that nobody here can fill in."""
        if name in self._settings or value in ("", ()):
            return
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        unknown = next((found for text in texts if (found := self.variable_in(text)) is not None), None)
        if unknown is not None:
            option = name.replace("_", "-")
            self.leave_out(f"{name} ({origin})", f"its value is the variable {unknown}; give it with --{option}")
            return
        if name in _PAIRS and not all(map(_PLAIN_PAIR.match, texts)):
            self.leave_out(f"{name} ({origin})", "it is no NAME=VALUE")
            return
        if any(map(_is_broken, texts)):
            self.leave_out(f"{name} ({origin})", "it is no text: it has half a character in it")
            return
        if any(map(holds_credential, texts)):
            self.leave_out(f"{name} ({origin})", "it holds a credential, and a profile keeps none")
            return
        plain = (
            tuple(map(_plain, value))
            if isinstance(value, tuple)
            else _plain(value)
            if isinstance(value, str)
            else value
        )
        self._settings[name] = Proposed(name, plain, origin)

    def add(self, name: str, value: str, origin: str) -> None:
        """Proposes one more value of a setting that may have several."""
        before = self._settings.pop(name, None)
        many = before.value if before is not None and isinstance(before.value, tuple) else ()
        self.put(name, (*many, value), before.origin if before is not None else origin)
        if before is not None and name not in self._settings:
            self._settings[name] = before

    def secret(self, name: str, value: str, origin: str, member: str = "") -> None:
        """Proposes a secret; nothing of it is shown or kept until somebody says where."""
        if not value or (name, member) in self._secrets:
            return
        variable = self.variable_name(value)
        unknown = self.variable_in(value) if variable is None else None
        if unknown is not None:
            self.leave_out(f"{member or name} ({origin})", "its value is put together from variables")
            return
        if _is_broken(value + member):
            self.leave_out(f"{member or name} ({origin})", "it is no text: it has half a character in it")
            return
        self._secrets[name, member] = SecretSeen(
            name, member, "" if variable or is_redacted(value) else _plain(value), variable or "", origin
        )

    def leave_out(self, what: str, why: str) -> None:
        """Says what is not in the profile, and why."""
        # Where a member stood is most often said with its name already.
        short = re.sub(r"^(\S+) \((\1 of .*)\)$", r"\2", what, flags=re.DOTALL)
        self._left_out.setdefault(_plain(f"{short}: {why}"))

    def note(self, text: str) -> None:
        """Says what is worth knowing."""
        self._notes.setdefault(text)

    def has(self, name: str) -> bool:
        """Whether a setting or a secret of this name is proposed."""
        return name in self._settings or (name, "") in self._secrets

    def text(self, name: str) -> str:
        """The text of a setting; empty when it has none."""
        found = self._settings.get(name)
        return found.value if found is not None and isinstance(found.value, str) else ""

    def done(self, number: int, label: str = "") -> Proposal:
        """The proposal.

        Args:
            number: Its number in the source.
            label: What tells it from the others of its source; by default the grant, the client and the server.
        """
        settings, secrets = tuple(self._settings.values()), tuple(self._secrets.values())
        return Proposal(number, label or self._label(), settings, secrets, tuple(self._left_out), tuple(self._notes))

    def _label(self) -> str:
        server = self.text("token_endpoint") or self.text("issuer") or self.text("authorization_endpoint")
        client = f"client {self.text('client_id')}" if self.text("client_id") else "no client id"
        return f"{self.text('grant') or 'no grant'}, {client}, {server or 'no server'}"


def _is_broken(text: str) -> bool:
    # RFC 8259 section 8.2: JSON can name half of a character, which no file and no request takes.
    return re.search("[\ud800-\udfff]", text) is not None


def _plain(text: str) -> str:
    return text.replace(LEFT_ALONE, "$")
