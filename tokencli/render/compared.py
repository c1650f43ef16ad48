"""Two tokens beside each other, and what was asked for beside what came: as JSON, and for people without rich."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.times import moment
from tokencli.oauth.tokens.difference import words_of
from tokencli.render.decoded import TIMES
from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tokencli.oauth.tokens.difference import Difference, TokenDifference
    from tokencli.oauth.tokens.granted import Granted


def difference_document(names: tuple[str, str], difference: TokenDifference) -> dict[str, Any]:
    """The difference as `decode --diff -o json` prints it."""
    claims = None if difference.claims is None else _part_document(difference.claims)
    parts = {"header": _part_document(difference.header), "claims": claims}
    return {"first": names[0], "second": names[1], **parts, "encrypted": list(difference.encrypted)}


def _part_document(part: Difference) -> dict[str, Any]:
    return {
        "different": {name: {"first": one, "second": other} for name, (one, other) in part.different.items()},
        "only_first": part.only_first,
        "only_second": part.only_second,
        "same": part.same,
    }


def difference_text(names: tuple[str, str], difference: TokenDifference, now: float, *, color: bool) -> str:
    """The difference for people.

    Args:
        names: What the two are called.
        difference: The difference.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        color: Whether there may be colours.
    """
    first, second = (printable_line(name) for name in names)
    lines = [f"first   {first}", f"second  {second}"]
    lines += ["", _strong("header", color=color), *_part_lines(difference.header, now)]
    lines += ["", _strong("claims", color=color)]
    if difference.claims is None:
        closed = " and ".join(difference.encrypted)
        lines.append(f"  not compared: those of the {closed} are encrypted; give --key to open them")
    else:
        lines += _part_lines(difference.claims, now)
    return "\n".join(lines) + "\n"


def _part_lines(part: Difference, now: float) -> Iterator[str]:
    for name, (one, other) in part.different.items():
        yield f"≠ {printable_line(name)}"
        yield f"    first   {_value(name, one, now)}"
        yield f"    second  {_value(name, other, now)}"
        yield from _words(one, other)
    for which, members in (("first", part.only_first), ("second", part.only_second)):
        for name, value in members.items():
            yield f"{'-' if which == 'first' else '+'} {printable_line(name)}"
            yield f"    only in the {which}: {_value(name, value, now)}"
    if part.same:
        yield f"= {', '.join(printable_line(name) for name in part.same)}"


def _words(one: Any, other: Any) -> Iterator[str]:
    """Of two lists of words, the words that only one has."""
    here, there = words_of(one), words_of(other)
    if here is None or there is None or max(len(here), len(there)) < 2:  # noqa: PLR2004 - of single words nothing is to be told
        return
    for which, words, others in (("first", here, there), ("second", there, here)):
        alone = [word for word in words if word not in others]
        if alone:
            yield f"    only in the {which}: {printable_line(' '.join(alone))}"
    if set(here) == set(there):
        yield "    the same words, written in another way"


def _value(name: str, value: Any, now: float) -> str:
    shown = printable_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    if name in TIMES and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{shown}  ({moment(value, now)})"
    return shown


def granted_document(compared: Sequence[Granted]) -> dict[str, Any]:
    """What was asked for and what came as `decode --diff -o json` prints it."""
    return {
        "all_granted": all(one.agrees is not False for one in compared),
        "compared": [
            {
                "name": one.name,
                "asked": list(one.asked),
                "granted": None if one.granted is None else list(one.granted),
                "where": one.where,
                "agrees": one.agrees,
                "missing": list(one.missing),
                "besides": list(one.besides),
                "note": one.note,
            }
            for one in compared
        ],
    }


def granted_text(compared: Sequence[Granted], *, color: bool) -> str:
    """What was asked for and what came, for people."""
    lines: list[str] = []
    for one in compared:
        mark = {True: "✓", False: "✗", None: "–"}[one.agrees]
        lines += [_strong(f"{mark} {one.name}", color=color), *_granted_lines(one)]
    return "\n".join(lines) + "\n"


def _granted_lines(one: Granted) -> Iterator[str]:
    rows: Mapping[str, str] = {
        "asked": " ".join(one.asked),
        "granted": "nothing at hand says it" if one.granted is None else " ".join(one.granted) or "none",
        "from": one.where if one.granted is not None else "",
        "missing": " ".join(one.missing),
        "besides": " ".join(one.besides),
        "note": one.note,
    }
    for word, said in rows.items():
        if said:
            yield f"    {word:<8} {printable_line(said)}"


def _strong(text: str, *, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else text
