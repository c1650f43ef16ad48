"""The text or TOML value that a person gives, read as its parameter declares; errors say what, where and what to do."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import Kind, Parameter
from tokencli.settings.secret_reference import SecretReference, parse_reference
from tokencli.wire.message import is_http_url

if TYPE_CHECKING:
    from collections.abc import Sequence

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h|d|)")
_SECONDS = {"ms": 0.001, "": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
_FIELD_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110 section 5.1


def nearest(word: str, known: Sequence[str]) -> str:
    """` (did you mean X?)` with the nearest known word, or nothing."""
    close = difflib.get_close_matches(word, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def read_value(parameter: Parameter, given: Any, where: str) -> Any:
    """Reads a value as its parameter declares.

    Args:
        parameter: The declaration.
        given: Text, or a TOML value; for a repeatable parameter one or a sequence of them.
        where: The option, variable or profile key it came from, for the error.

    Raises:
        UsageProblem: The value cannot mean what the parameter needs.
    """
    if parameter.repeatable:
        many = given if isinstance(given, list | tuple) else [given]
        return tuple(_read_one(parameter, one, where) for one in many)
    if isinstance(given, list | tuple):
        raise UsageProblem(f"{where}: one value is wanted, not a list")
    return _read_one(parameter, given, where)


def _read_one(parameter: Parameter, given: Any, where: str) -> Any:
    if parameter.kind is Kind.FLAG:
        return _flag(given, where)
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        # What stands inside a table may be a secret.
        shown = repr(given) if isinstance(given, bool) else f"a value of the type {type(given).__name__}"
        raise UsageProblem(f"{where}: a text is wanted, not {shown}")
    text = str(given)
    if parameter.secret:
        return parse_reference(text, where)
    if parameter.choices and text not in parameter.choices:
        known = nearest(text, parameter.choices)
        raise UsageProblem(f"{where}: {text!r} is none of {', '.join(parameter.choices)}{known}")
    return _read_kind(parameter.kind, text, where)


def _read_kind(kind: Kind, text: str, where: str) -> Any:
    match kind:
        case Kind.ENDPOINT:
            return _endpoint(text, where)
        case Kind.COUNT:
            return _count(text, where)
        case Kind.DURATION:
            return read_duration(text, where)
        case Kind.PAIR:
            return _pair(text, where)
        case Kind.HEADER:
            return _header(text, where)
        case Kind.PROVIDER:
            return _provider(text, where)
        case Kind.LINT_RULE:
            return _lint_rule(text, where)
        case _:
            return text


def _flag(given: Any, where: str) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise UsageProblem(f"{where}: {given!r} is neither true nor false")


def _count(text: str, where: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:  # noqa: PLR2004 - a million of anything is a slip
        raise UsageProblem(f"{where}: {text!r} is no whole number from 0 to 999999")
    return int(text)


def read_duration(text: str, where: str) -> float:
    """The seconds of a duration such as `90`, `30s`, `5m`, `1h`, `500ms`.

    Raises:
        UsageProblem: It is none.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None:
        raise UsageProblem(f"{where}: {text!r} is no duration; write for example 30s, 5m or 1h")
    return float(match[1]) * _SECONDS[match[2]]


def _endpoint(text: str, where: str) -> str:
    if not is_http_url(text):
        raise UsageProblem(
            f"{where}: {_without_user(text)!r} is no http or https URL",
            "write it with its scheme, as https://login.example",
        )
    parts = urlsplit(text)
    if parts.username is not None:
        # RFC 6749 section 2.3.1: credentials MUST NOT be included in the request URI.
        raise UsageProblem(
            f"{where}: the URL carries a user name or password",
            "leave it out; --client-id and --client-secret say who the client is",
        )
    if parts.fragment:
        # RFC 6749 section 3.2: the endpoint URI MUST NOT include a fragment component.
        raise UsageProblem(f"{where}: the URL has a fragment (#…), which no endpoint has")
    return text


def _provider(text: str, where: str) -> str:
    from tokencli.providers import provider_settings

    try:
        filled = provider_settings(text)
    except UsageProblem as problem:
        raise UsageProblem(f"{where}: {problem.what}", problem.help) from None
    for name, value in filled.items():
        if name in {"issuer", "jwks_uri"} or name.endswith("_endpoint"):
            _endpoint(value, where)
    return text


def _lint_rule(text: str, where: str) -> str:
    from tokencli.diagnosis.lint import LINT_RULES, find_lint_rule

    rule = find_lint_rule(text)
    if rule is None:
        known = nearest(text.lower().replace("_", "-"), [one.name for one in LINT_RULES])
        raise UsageProblem(f"{where}: there is no lint rule {text!r}{known}", "see: tokencli explain --list")
    return rule.name


def _without_user(url: str) -> str:
    """A URL, however broken, without what may be a password before its host."""
    return re.sub(r"[^/]*@", "", url)


def _pair(text: str, where: str) -> tuple[str, str | SecretReference]:
    match = re.match(r"([^=@]+)([=@])", text)
    if match is None:
        raise UsageProblem(
            f"{where}: what was given is not NAME=VALUE",  # which may be a secret, and so is not repeated
            "for a secret write NAME@REF, for example ticket@env:TICKET",
        )
    value = text[match.end() :]
    return match[1], value if match[2] == "=" else parse_reference(value, where)


def _header(text: str, where: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not _FIELD_NAME.fullmatch(name) or re.search(r"[\r\n\x00]", value):
        raise UsageProblem(f"{where}: what was given is no header", "write it as 'Name: value'")
    return name, value.strip()
