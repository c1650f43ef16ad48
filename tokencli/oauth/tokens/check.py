"""One check of a token: what was expected and what was found; all are done, none stops the others."""

from __future__ import annotations

from dataclasses import dataclass

_DECRYPTION = "RFC 7516 section 5.2"


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        name: What was checked: a claim, `signature`, `algorithm`.
        passed: Whether it holds.
        expected: What was expected, in words.
        actual: What was found.
        spec: The section that demands it.
    """

    name: str
    passed: bool
    expected: str
    actual: str
    spec: str


def not_opened(why: str) -> Check:
    """The check that fails when what the server encrypted stays closed."""
    return Check("decryption", passed=False, expected="a token that the client can open", actual=why, spec=_DECRYPTION)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something in a token that was not held against anything.

    Attributes:
        name: The claim.
        why: Why not, in words.
    """

    name: str
    why: str
