from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.json_text import BrokenJson, JsonText, parse_json, read_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_plain_json_is_read_with_nothing_odd_about_it() -> None:
    assert read_json(b'{"a": [1, null, true, "x"]}') == JsonText({"a": [1, None, True, "x"]})


def test_a_byte_order_mark_is_accepted_and_noted() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == JsonText({"a": 1}, byte_order_mark=True)


def test_broken_utf8_is_replaced_and_noted() -> None:
    assert read_json(b'{"a": "\xff"}') == JsonText({"a": "\ufffd"}, broken_utf8=True)


def test_of_a_member_that_stands_twice_the_last_one_counts_and_the_name_is_noted() -> None:
    assert read_json(b'{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}') == JsonText({"a": 3, "b": {"c": 2}}, ("c", "a"))


@pytest.mark.parametrize("word", ["9" * 5000, "1e999", "-1e999", "NaN", "Infinity", "-Infinity"])
def test_a_number_that_no_reader_can_hold_is_read_all_the_same(word: str) -> None:
    text = read_json(f"[{word}]".encode())
    assert isinstance(text, JsonText)
    assert not math.isfinite(text.value[0])


def test_a_replacement_character_that_the_server_sent_itself_is_no_broken_utf8() -> None:
    assert read_json('{"a": "\ufffd"}'.encode()) == JsonText({"a": "\ufffd"})


def test_a_large_number_keeps_every_digit() -> None:
    text = read_json(b"9" * 400)
    assert text == JsonText(int("9" * 400))


def test_a_missing_comma_is_told_with_line_column_and_the_line_it_stands_in() -> None:
    body = b'{\n  "access_token" : "SlAV32hkKG",\n  "refresh_token" : "8xLOxBtZp8"\n  "expires_in" : 3600\n}'
    assert read_json(body) == BrokenJson("Expecting ',' delimiter", 4, 3, '"expires_in" : 3600')


def test_of_a_long_line_only_the_surroundings_of_the_place_are_told() -> None:
    broken = read_json(b'{"a": "' + b"x" * 200 + b'" "b": "' + b"y" * 200 + b'"}')
    assert isinstance(broken, BrokenJson)
    assert len(broken.near) <= 80
    assert '"b": "' in broken.near


@pytest.mark.parametrize("body", [b"", b" ", b"{", b"<html>", b"{'a': 1}", b"\x00", b'{"a":1}}'])
def test_what_is_no_json_is_broken_with_a_place(body: bytes) -> None:
    broken = read_json(body)
    assert isinstance(broken, BrokenJson)
    assert broken.line == 1
    assert broken.column >= 1


@pytest.mark.parametrize("depth", [150, 600, 3000, 100_000])
@pytest.mark.parametrize(("start", "end"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_what_is_nested_too_deeply_to_be_shown_is_broken_and_no_fault_of_ours(
    depth: int, start: bytes, end: bytes
) -> None:
    broken = read_json(start * depth + b"1" + end * depth)
    assert isinstance(broken, BrokenJson)
    assert broken.reason == "nested too deeply to be read"


def test_what_is_nested_as_deeply_as_answers_are_is_read() -> None:
    assert isinstance(read_json(b"[" * 50 + b"]" * 50), JsonText)


@given(JSON)
def test_what_json_can_say_is_read_as_it_was_written(value: object) -> None:
    assert read_json(json.dumps(value).encode()) == JsonText(value)
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == JsonText(value)


@given(st.binary() | st.text('{}[]",:0123456789.eE-+truefalsn \n\\u', max_size=40).map(str.encode))
def test_reading_never_raises(body: bytes) -> None:
    read_json(body)


@pytest.mark.parametrize("text", ["NaN", "[-Infinity]", '{"a": Infinity}', "1e999", "{", ""])
def test_what_is_to_be_sent_must_be_json_to_every_reader(text: str) -> None:
    with pytest.raises(ValueError, match=r"no number|too large|Expecting"):
        parse_json(text)


def test_what_is_nested_too_deeply_to_be_sent_is_no_fault() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json("[" * 100_000)


def test_what_every_reader_takes_is_parsed() -> None:
    assert parse_json('{"a": [1, 2.5, true, null, "x"]}') == {"a": [1, 2.5, True, None, "x"]}
