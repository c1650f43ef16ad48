"""One stored token with everything needed to use it, renew it and trust it; its JSON form is read strictly."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from tokencli.errors import StoreProblem
from tokencli.store import resting_token
from tokencli.store.configured import ConfiguredInputs, fingerprint
from tokencli.store.resting_token import RestingToken

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(RestingToken):
    """A token at rest.

    Attributes:
        inputs: The configured inputs; their fingerprint is the key of this entry.
        members: Every member of the token answer, unchanged.
        received_at: When the answer came, in seconds since 1970-01-01 UTC.
        expires_at: When the access token ends; None when that is unknown.
        issuer: The issuer that gave it, as resolved; a refresh token goes to no other.
        token_endpoint: The token endpoint that gave it, as resolved.
        subject: Whose token it is, where that is known.
        dpop_key: The reference of the key it is bound to, or the key itself where one was made for it; else empty.
        last_used_at: When it was last handed out.
        refreshed_at: When it was last renewed.
    """

    inputs: ConfiguredInputs
    members: Mapping[str, Any] = field(repr=False)
    received_at: float
    expires_at: float | None = None
    issuer: str = ""
    token_endpoint: str = ""
    subject: str = ""
    dpop_key: str = field(default="", repr=False)
    last_used_at: float | None = None
    refreshed_at: float | None = None

    @property
    def fingerprint(self) -> str:
        """The key of this entry."""
        return fingerprint(self.inputs)

    @property
    def profile(self) -> str:
        """The profile it belongs to."""
        return self.inputs.profile

    def document(self) -> dict[str, Any]:
        """The record as JSON has it."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return {"version": resting_token.VERSION, **plain, "inputs": self.inputs.document()}


def refuse_later_version(document: Any) -> None:
    """Stops before an entry is read or replaced that a later tokencli wrote.

    Args:
        document: The stored entry, or None when there is none.

    Raises:
        StoreProblem: It is of a later version.
    """
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > resting_token.VERSION:
        raise StoreProblem(
            f"the stored token was written by a later tokencli (version {version} of its form; this one knows {resting_token.VERSION})",
            "update tokencli, or forget the token with: tokencli logout",
        )


def read_record(document: Any, key: str) -> Record:
    """Reads a stored entry; what is not exactly as written is refused.

    Args:
        document: The entry, out of JSON.
        key: The fingerprint it was found under.

    Raises:
        StoreProblem: It is of a later version, damaged, or belongs to other settings.
    """
    refuse_later_version(document)
    try:
        record = _record(document)
    except (KeyError, TypeError, ValueError) as problem:
        raise _damaged(f"{problem}") from problem
    if record.fingerprint != key:
        raise _damaged("it belongs to other settings than those it was stored for")
    return record


def _damaged(why: str) -> StoreProblem:
    return StoreProblem(f"the stored token is damaged: {why}", "replace it with: tokencli login")


def _record(document: dict[str, Any]) -> Record:
    members = {one.name: document[one.name] for one in fields(Record)}
    if document["version"] != resting_token.VERSION or len(document) != len(members) + 1:
        raise ValueError("it has other members than a token of its version")
    if not isinstance(members["members"], dict):
        raise TypeError("members is no object")
    return Record(
        **{
            **members,
            "inputs": _inputs(members["inputs"]),
            "received_at": _time(members, "received_at"),
            **{name: _text(members, name) for name in ("issuer", "token_endpoint", "subject", "dpop_key")},
            **{name: _perhaps_time(members, name) for name in ("expires_at", "last_used_at", "refreshed_at")},
        }
    )


def _inputs(members: Any) -> ConfiguredInputs:
    """Texts, lists of texts and lists of pairs, each told by its default."""
    if not isinstance(members, dict):
        raise TypeError("inputs is no object")
    empty = ConfiguredInputs()
    values = {name: _flat(name, value) for name, value in members.items()}
    for name, value in values.items():
        if type(value) is not type(getattr(empty, name, None)):
            raise TypeError(f"{name} is not what it was written as")
    return ConfiguredInputs(**values)


def _flat(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_flat(name, one) for one in value)
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _text(members: Mapping[str, Any], name: str) -> str:
    if not isinstance(members[name], str):
        raise TypeError(f"{name} is no text")
    return str(members[name])


def _time(members: Mapping[str, Any], name: str) -> float:
    value = members[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{name} is no time")
    return float(value)


def _perhaps_time(members: Mapping[str, Any], name: str) -> float | None:
    return None if members[name] is None else _time(members, name)
