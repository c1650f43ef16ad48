from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.printable import printable, printable_json, printable_line

# The Bidi_Control property of Unicode, and what has no width at all.
REORDERS_OR_HIDES = (
    "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def _dangerous(text: str, kept: str) -> set[str]:
    return {one for one in text if one not in kept and (unicodedata.category(one) == "Cc" or one in REORDERS_OR_HIDES)}


def test_an_escape_sequence_is_shown_and_not_sent() -> None:
    assert printable("\x1b[2J\x9b31m") == r"\x1b[2J\x9b31m"


def test_a_bidirectional_override_is_shown_and_not_sent() -> None:
    assert printable("\u202eabc\u2066") == r"\u202eabc\u2066"


def test_a_carriage_return_cannot_overwrite_the_line() -> None:
    assert printable("good\rbad") == r"good\x0dbad"


def test_tabs_and_line_ends_stay_in_a_text() -> None:
    assert printable("a\tb\nc") == "a\tb\nc"


def test_tabs_and_line_ends_do_not_stay_in_a_line() -> None:
    assert printable_line("a\tb\nc\x1b\u2028") == r"a\x09b\x0ac\x1b\u2028"


def test_letters_of_every_script_stay() -> None:
    assert printable("Zürich Ωμέγα 東京 שלום 🙂") == "Zürich Ωμέγα 東京 שלום 🙂"


@pytest.mark.parametrize("sign", REORDERS_OR_HIDES)
def test_what_reorders_or_hides_text_never_passes(sign: str) -> None:
    assert sign not in printable(f"a{sign}b")
    assert sign not in printable_line(f"a{sign}b")


@given(st.text())
def test_no_control_character_ever_passes(text: str) -> None:
    assert not _dangerous(printable(text), kept="\t\n")
    assert not _dangerous(printable_line(text), kept="")


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_text_without_such_characters_stays_as_it_is(text: str) -> None:
    assert printable(text) == text
    assert printable_line(text) == text


@given(st.dictionaries(st.text(), st.text()))
def test_json_stays_the_same_json(value: dict[str, str]) -> None:
    text = printable_json(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(text) == value
    assert not _dangerous(text, kept="\t\n")
