from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire import form

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MEMBERS = st.lists(st.tuples(TEXT, TEXT))


def test_encoding_keeps_the_order_and_the_repetition_of_members() -> None:
    assert form.encode((("b", "1"), ("a", "2"), ("b", "3"))) == "b=1&a=2&b=3"


def test_encoding_writes_a_space_as_plus_and_leaves_unreserved_characters_alone() -> None:
    assert form.encode((("scope", "a b"), ("host", "client.example-1_x~y"))) == "scope=a+b&host=client.example-1_x~y"


def test_encoding_escapes_with_capital_hexadecimal_digits_of_utf8() -> None:
    assert form.encode((("v", "é/€"),)) == "v=%C3%A9%2F%E2%82%AC"


def test_encoding_nothing_gives_nothing() -> None:
    assert form.encode(()) == ""


def test_decoding_keeps_empty_values_and_names_without_a_value() -> None:
    assert form.decode("a=&b&a=1") == (("a", ""), ("b", ""), ("a", "1"))


def test_decoding_shows_octets_that_are_no_utf8_as_replacement_characters() -> None:
    assert form.decode("v=%ff") == (("v", "\ufffd"),)


def test_decoding_takes_a_plus_for_a_space_and_a_semicolon_for_itself() -> None:
    assert form.decode("v=a+b;c") == (("v", "a b;c"),)


@given(MEMBERS)
def test_what_was_encoded_is_decoded_to_the_same_members(members: list[tuple[str, str]]) -> None:
    assert form.decode(form.encode(members)) == tuple(members)


@given(MEMBERS)
def test_an_encoded_form_is_ascii_without_white_space(members: list[tuple[str, str]]) -> None:
    text = form.encode(members)
    assert text.isascii()
    assert not set(text) & set(" \t\r\n")


@given(st.text())
def test_decoding_never_raises(text: str) -> None:
    form.decode(text)
