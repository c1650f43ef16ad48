"""What two tokens say differently: members of their headers, and claims (RFC 7519 section 4)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.jose.peek import PeekedToken


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two objects of JSON differ.

    Attributes:
        different: What both have, with each one's value.
        only_first: What only the first has.
        only_second: What only the second has.
        same: What both have with the same value.
    """

    different: Mapping[str, tuple[Any, Any]]
    only_first: Mapping[str, Any]
    only_second: Mapping[str, Any]
    same: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TokenDifference:
    """Where two tokens differ.

    Attributes:
        header: In their headers.
        claims: In their claims; None when those of one are encrypted, so that nobody can tell.
        encrypted: Which one's claims are encrypted: `first`, `second`, or both.
    """

    header: Difference
    claims: Difference | None
    encrypted: tuple[str, ...] = ()


def compare_tokens(first: PeekedToken, second: PeekedToken) -> TokenDifference:
    """Compares two tokens; of an encrypted one only the header is known."""
    header = compare_objects(first.header, second.header)
    if first.claims is None or second.claims is None:
        closed = (("first", first.claims), ("second", second.claims))
        return TokenDifference(header, None, tuple(which for which, claims in closed if claims is None))
    return TokenDifference(header, compare_objects(first.claims, second.claims))


def compare_objects(first: Mapping[str, Any], second: Mapping[str, Any]) -> Difference:
    """Compares two objects of JSON, member by member, in the order of the first."""
    both = [name for name in first if name in second]
    return Difference(
        {name: (first[name], second[name]) for name in both if not _same(first[name], second[name])},
        {name: value for name, value in first.items() if name not in second},
        {name: value for name, value in second.items() if name not in first},
        {name: first[name] for name in both if _same(first[name], second[name])},
    )


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: `true` is not 1, and the order of members is no matter."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def words_of(value: Any) -> tuple[str, ...] | None:
    """The words of a claim such as `scope` or `aud`: a text of words, or a list of texts; None for anything else."""
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    return None
