"""`-o env`: whatever a token holds, a shell that reads the line has the token and nothing besides."""

from __future__ import annotations

import re
import shlex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.render.runs import issued
from tokencli.errors import UsageProblem
from tokencli.render import Look
from tokencli.render.env import render
from tokencli.wire.redaction import Redactor

# Characters that end a string somewhere, among others.
VALUES = st.text(st.one_of(st.sampled_from("'\"\\$`;&|<>()%!^~# \n\r\t\u2018\u2019\u201a\u201b"), st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), min_size=1)  # fmt: skip
_POWERSHELL_QUOTES = "'\u2018\u2019\u201a\u201b"  # about_Quoting_Rules: curly ones count as straight ones


def line_for(shell: str, value: str) -> str:
    return render(issued(access_token=value, expires_in=None), Look(shell=shell), Redactor())


def read_fish(text: str) -> tuple[str, str]:
    """The value of a single-quoted string of fish, and what stands behind it (fish documentation, Quotes)."""
    assert text[0] == "'"
    match = re.match(r"'((?:[^'\\]|\\.)*)'", text, re.DOTALL)
    assert match
    return re.sub(r"\\(['\\])", r"\1", match[1]), text[match.end() :]


def read_powershell(text: str) -> tuple[str, str]:
    """The value of a verbatim string of PowerShell, and what stands behind it (about_Quoting_Rules)."""
    assert text[0] in _POWERSHELL_QUOTES
    value, position = "", 1
    while position < len(text):
        if text[position] in _POWERSHELL_QUOTES:
            if text[position + 1 : position + 2] not in _POWERSHELL_QUOTES or position + 1 == len(text):
                return value, text[position + 1 :]
            position += 1
        value += text[position]
        position += 1
    raise AssertionError(f"the string does not end: {text!r}")


@given(VALUES)
@example("$(touch pwned)")
@example("'; touch pwned; '")
def test_a_posix_shell_reads_one_word(value: str) -> None:
    line = line_for("posix", value)
    assert shlex.split(line) == ["export", f"ACCESS_TOKEN={value}"]


@given(VALUES)
@example("\\'")
@example("\\")
def test_fish_reads_one_string(value: str) -> None:
    lead = "set -gx ACCESS_TOKEN "
    line = line_for("fish", value)
    assert line.startswith(lead)
    assert read_fish(line.removeprefix(lead)) == (value, "\n")


@given(VALUES)
@example("\u2019; touch pwned; \u2018")
@example("'\u2019")
def test_powershell_reads_one_string(value: str) -> None:
    lead = "$env:ACCESS_TOKEN = "
    line = line_for("powershell", value)
    assert line.startswith(lead)
    assert read_powershell(line.removeprefix(lead)) == (value, "\n")


@given(VALUES)
def test_cmd_gets_a_line_without_a_sign_that_means_something_or_none_at_all(value: str) -> None:
    try:
        line = line_for("cmd", value)
    except UsageProblem:
        assert set(value) & set('"%\r\n!^&|<>')
        return
    assert line == f'set "ACCESS_TOKEN={value}"\n'
    assert not set(value) & set('"%\r\n!^&|<>')


@pytest.mark.parametrize("shell", ["posix", "fish", "powershell", "cmd"])
def test_a_nul_is_refused_everywhere(shell: str) -> None:
    with pytest.raises(UsageProblem, match="NUL"):
        line_for(shell, "a\x00b")
