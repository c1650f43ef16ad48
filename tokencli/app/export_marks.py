"""Marks in the place of secrets: a dry run puts them into its request, and each of them is then a variable of the exported text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tokencli.app.exported import Value
from tokencli.app.variables import free_variable, is_variable
from tokencli.oauth.grants import find_grant
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.importing.proposal import holds_credential
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.wire.redaction import is_secret_header
from tokencli.wire.secret_names import is_secret_member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.oauth.grants import Listed
    from tokencli.settings.resolve import Settings

OURS = Origin(Source.DEFAULT, "tokencli profile export")
# What a grant trades that no profile holds: the exported request has a variable for it.
TRADED = {
    "authorization-code": ("code", "code_verifier"),
    "device-code": ("device_code",),
    "ciba": ("auth_req_id",),
}
# Grants whose assertion is looked into, so that no mark can stand for it; any other grant takes it as it is.
_ASSERTED = {
    "jwt-bearer": "is a signed JWT (RFC 7523 section 2.1), good for a few minutes",
    "saml2-bearer": "is a SAML 2.0 assertion in base64url (RFC 7522 section 2.1), good for a few minutes",
}
# They are read by whoever signs or connects, and stand in no request.
KEYS = frozenset({"key", "key_passphrase", "cert_key", "cert_passphrase"})
_ONE_MACHINE = frozenset({"cert", "ca_cert", "resolve", "proxy"})


@dataclass
class Marks:
    """The marks of one export, each with the variable that it stands for.

    Attributes:
        profile: The profile's name.
        named: The variables that the profile names itself; none of them is made for another secret.
    """

    profile: str
    named: frozenset[str] = frozenset()
    _variables: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, given: Any = None, before: str = "") -> SecretReference:
        """A new mark: a text that no encoding changes and no rule refuses, long enough for a verifier (RFC 7636 section 4.1).

        Args:
            name: What it stands for.
            given: The reference to it that the profile has, which may name a variable.
            before: What the text begins with, where a rule asks for it.
        """
        mark = f"{before}tokencli-export-{len(self._variables):03}-".ljust(48, "0")
        used = {*self.named, *self._variables.values()}
        named = given.argument if is_named(given) else ""
        self._variables[mark] = named or free_variable(self.profile, name, used, alone=True)
        return SecretReference(Scheme.LITERAL, mark)

    def value(self, text: str) -> Value:
        """A text of the request, or the variable that stands there."""
        return Value("", self._variables[text]) if text in self._variables else Value(text)


def is_named(value: Any) -> bool:
    """Whether a value is a reference to a variable by a name that every shell takes."""
    return isinstance(value, SecretReference) and value.scheme is Scheme.ENV and is_variable(value.argument)


def variables_named(settings: Settings) -> frozenset[str]:
    """The variables that references of the settings name."""
    values = [one.value for one in settings.values.values()]
    pairs = [pair[1] for value in values if isinstance(value, tuple) for pair in value if isinstance(pair, tuple)]
    return frozenset(one.argument for one in (*values, *pairs) if is_named(one))


def marked_settings(settings: Settings, listed: Listed, marks: Marks) -> Settings:
    """The settings with a mark for each secret, and for each value that only a sign-in brings.

    Args:
        settings: The settings, without keys.
        listed: The grant.
        marks: Gives the marks.
    """
    secret = {one.name for one in parameters_of(listed.load()) if one.secret and one.required}
    secret |= set(TRADED.get(listed.name, ()))
    secret |= {name for name, one in settings.values.items() if isinstance(one.value, SecretReference)}
    if listed.name == "authorization-code" and settings.get("redirect_uri") is None:
        place = marks.take("redirect_uri", before="https://").argument
        settings = settings.with_value("redirect_uri", Setting(place, OURS))
    # What has a setting gets its name before the user's own members do.
    for name in sorted(secret):
        settings = settings.with_value(name, Setting(marks.take(name, settings.get(name)), OURS))
    for name, one in settings.values.items():
        if isinstance(one.value, tuple):
            pairs = tuple(_marked_pair(name, pair, marks) for pair in one.value)
            settings = settings.with_value(name, replace(one, value=pairs))
    return settings


def _marked_pair(setting: str, pair: Any, marks: Marks) -> Any:
    if not isinstance(pair, tuple):
        return pair
    name, value = pair
    if isinstance(value, SecretReference):
        return name, marks.take(name, value)
    known = is_secret_header(name) if setting == "header" else is_secret_member(name)
    if not known and not holds_credential(value):
        return pair
    mark = marks.take(name)
    return name, mark.argument if setting == "header" else mark


def without_assertion(listed: Listed, settings: Settings, marks: Marks) -> tuple[Listed, Settings, tuple[str, ...]]:
    """The grant as one of the server's own, which takes a mark for an assertion; any other grant as it is.

    Args:
        listed: The grant.
        settings: The settings, with marks.
        marks: Gives the marks.

    Returns:
        The grant and its settings, and what is to be known of the assertion.
    """
    if listed.name not in _ASSERTED:
        return listed, settings, ()
    given = settings.get("assertion")
    mark = given if isinstance(given, SecretReference) else marks.take("assertion")
    params = (("assertion", mark), *(settings.get("param") or ()))
    settings = settings.with_value("param", Setting(params, OURS))
    settings = settings.with_value("grant_type", Setting(listed.load().registered, OURS))
    return find_grant("custom"), settings, (f"{marks.value(mark.argument).variable} {_ASSERTED[listed.name]}",)


def in_order(members: tuple[tuple[str, Value], ...], listed: Listed) -> tuple[tuple[str, Value], ...]:
    """The members with an assertion right after the grant type, as a run sends it.

    Args:
        members: The members of the request that `without_assertion` led to.
        listed: The grant itself.
    """
    if listed.name not in _ASSERTED:
        return members
    first = next(index for index, (name, _) in enumerate(members) if name == "assertion")
    return (members[0], members[first], *members[1:first], *members[first + 1 :])


def plain_settings(settings: Settings, marked: Settings, marks: Marks) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """What a profile says, with variables for its secrets, without its keys and what belongs to one machine.

    Args:
        settings: The profile's settings.
        marked: The same with marks.
        marks: The marks.
    """
    for name in settings.given():
        if name in marked.values and name not in KEYS | _ONE_MACHINE:
            yield name, _values(name, marked.get(name), marks)


def _values(name: str, value: Any, marks: Marks) -> tuple[Value, ...]:
    if isinstance(value, SecretReference):
        return (marks.value(value.argument),)
    if not isinstance(value, tuple):
        return (Value(str(value).lower() if isinstance(value, bool) else str(value)),)
    return tuple(_pair_value(": " if name == "header" else "=", one, marks) for one in value)


def _pair_value(between: str, one: Any, marks: Marks) -> Value:
    if not isinstance(one, tuple):
        return Value(str(one))
    name, value = one
    told = marks.value(value.argument if isinstance(value, SecretReference) else str(value))
    return replace(told, before=f"{name}{between}") if told.variable else Value(f"{name}{between}{told.text}")
