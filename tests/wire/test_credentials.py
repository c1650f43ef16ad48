from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.credentials import BasicCredentials, read_basic, write_basic

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_user_id_and_password_are_joined_by_a_colon_and_sent_as_utf8() -> None:
    assert write_basic("a", "é") == "Basic " + base64.b64encode(b"a:\xc3\xa9").decode()


def test_the_first_colon_ends_the_user_id() -> None:
    assert read_basic(write_basic("a", "b:c")) == BasicCredentials("a", "b:c")


def test_without_a_colon_there_is_no_password() -> None:
    assert read_basic("Basic " + base64.b64encode(b"only-a-name").decode()) == BasicCredentials("only-a-name", None)


@pytest.mark.parametrize("header", ["basic YTpi", "BASIC YTpi", " Basic  YTpi "])
def test_the_scheme_is_read_in_any_case_and_with_white_space_around(header: str) -> None:
    assert read_basic(header) == BasicCredentials("a", "b")


@pytest.mark.parametrize(
    "header", ["", "Basic", "Bearer YTpi", "Basic YTp", "Basic YT pi", "Basic YTpié", "Basic !!!!"]
)
def test_what_is_no_basic_header_is_none(header: str) -> None:
    credentials = read_basic(header)
    assert credentials is None or credentials == BasicCredentials("", None)


def test_octets_that_are_no_utf8_are_shown_as_replacement_characters() -> None:
    assert read_basic("Basic " + base64.b64encode(b"a:\xff").decode()) == BasicCredentials("a", "\ufffd")


@given(TEXT.filter(lambda text: ":" not in text), TEXT)
def test_what_was_written_is_read_back(user_id: str, password: str) -> None:
    assert read_basic(write_basic(user_id, password)) == BasicCredentials(user_id, password)


@given(st.text())
def test_reading_never_raises(header: str) -> None:
    read_basic(header)
    read_basic("Basic " + header)
