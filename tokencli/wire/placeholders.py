"""What people and tools write over a value before they show a capture: it says that something stood there, not what."""

from __future__ import annotations

import re

from tokencli.wire.redaction import BRIEF, is_redacted

# What stands for the whole value: a variable of a shell, a template, a command that makes it, or a word that says it was taken out.
_WHOLE = re.compile(
    r"\$\{?\w+\}?|\$env:\w+|%\w+%|\{\w+\}|\$\(.*\)|(?:base64|btoa)\(.*\)|\w+_HERE"
    r"|\[[\w ,:-]*\b(?:redacted|hidden|masked|removed)\b[\w ,:-]*\]"
    r"|[\W_]*(?:redacted|hidden|masked|removed|[*x.\u2026\u2022\u2588-]{2,})[\W_]*",
    re.IGNORECASE | re.DOTALL,
)
# What stands for a part of it; a value that a program makes holds these almost never.
_INSIDE = re.compile(
    r"\*{3}|\.{3}|\u2026|\u2022{3}|\u2588|(?i:redacted)|REMOVED|HIDDEN|MASKED|\b(?:xxx|XXX)\b"
    r"|(?<=[A-WYZa-wyz0-9])(?:x{4}|X{4})|(?:x{4}|X{4})(?=[A-WYZa-wyz0-9])"
    r"|<[\w .-]+>|\{\{[\w .-]+\}\}|\$\{\w+\}"
)
_SHORTEST_RUN = 3


def is_known(value: str) -> bool:
    """Whether a value is the one that was sent; a marker of our own redaction stands for it, since equal ones are equal.

    >>> is_known("***"), is_known("Zk3q...XyWq"), is_known("0.AXoA.b*c")
    (False, False, True)
    """
    if is_redacted(value):
        return value != BRIEF
    value = value.strip()
    one_sign = len(value) >= _SHORTEST_RUN and len(set(value) - {"-"}) <= 1
    return not (one_sign or _WHOLE.fullmatch(value) or _INSIDE.search(value))


def same(one: str, other: str) -> bool | None:
    """Whether two values are the same; None when one of them is not known, or was redacted where the other was not.

    An empty text stands for a value that is not there, which is another than any that is.
    """
    if not one or not other:
        return one == other
    comparable = is_known(one) and is_known(other) and is_redacted(one) == is_redacted(other)
    return one == other if comparable else None
