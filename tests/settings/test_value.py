from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings.refusal import refused
from tokencli.oauth.parameter import Kind, Parameter
from tokencli.settings.secret_reference import SecretReference
from tokencli.settings.value import nearest, read_duration, read_value

ANY_TEXT = st.text(max_size=60)
ONE_OF_EACH = [Parameter("it", "", kind=kind) for kind in Kind if kind is not Kind.FLAG]


def read(kind: Kind, given: Any, **more: Any) -> Any:
    return read_value(Parameter("it", "", kind=kind, **more), given, "--it")


def refusal(kind: Kind, given: Any, **more: Any) -> str:
    return refused(lambda: read(kind, given, **more))


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.URI, Kind.FILE])
def test_a_text_is_taken_as_it_is(kind: Kind) -> None:
    for text in ("", " two  blanks ", "ü\u202e\x1b", "com.example:///auth", "env:NOT_A_SECRET"):
        assert read(kind, text) == text


@pytest.mark.parametrize("given", [None, {}, {"a": "b"}, b"octets"])
def test_what_is_no_text_and_no_number_is_refused_by_its_type(given: Any) -> None:
    assert type(given).__name__ in refusal(Kind.TEXT, given)


def test_a_flag_where_a_text_is_wanted_is_refused() -> None:
    assert refusal(Kind.TEXT, given=True) == "--it: a text is wanted, not True"


def test_a_toml_number_is_read_as_its_text() -> None:
    assert (read(Kind.TEXT, 12), read(Kind.DURATION, 1.5), read(Kind.COUNT, 7)) == ("12", 1.5, 7)


@pytest.mark.parametrize(
    ("given", "meant"), [(True, True), (False, False), ("yes", True), (" ON ", True), ("0", False), ("", False)]
)
def test_a_flag_is_read_from_words(given: Any, meant: bool) -> None:
    assert read(Kind.FLAG, given) is meant


@pytest.mark.parametrize("given", ["maybe", "2", "t", "ja", 1.5])
def test_a_flag_that_is_neither_is_refused(given: Any) -> None:
    assert "neither true nor false" in refusal(Kind.FLAG, given)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("30s", 30),
        ("5m", 300),
        ("1h", 3600),
        ("1d", 86400),
        ("500ms", 0.5),
        ("1.5h", 5400),
        (" 2 M ", 120),
        ("0", 0),
    ],
)
def test_a_duration_has_a_unit_or_is_in_seconds(text: str, seconds: float) -> None:
    assert read_duration(text, "--it") == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "-1", "1w", "s", "1m30s", "1,5s", "∞", "1e3", "٣", "inf", "nan"])
def test_what_is_no_duration_is_refused_with_examples(text: str) -> None:
    assert "30s, 5m or 1h" in refusal(Kind.DURATION, text)


@given(st.floats(min_value=0, max_value=1e6, allow_nan=False), st.sampled_from(["ms", "s", "m", "h", "d", ""]))
def test_any_duration_is_read_as_a_number_that_is_not_negative(number: float, unit: str) -> None:
    assert read_duration(f"{number:.3f}{unit}", "--it") >= 0


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999", 999_999)])
def test_a_count_is_a_whole_number(text: str, number: int) -> None:
    assert read(Kind.COUNT, text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "+1", "1000000", "²", "٣", " 1", "1_000"])
def test_what_is_no_count_is_refused(text: str) -> None:
    assert "whole number" in refusal(Kind.COUNT, text)


@pytest.mark.parametrize(
    "url", ["https://as.example", "http://127.0.0.1:8080/token?x=1", "https://[::1]:1/t", "HTTPS://AS.example/"]
)
def test_an_endpoint_is_an_http_url(url: str) -> None:
    assert read(Kind.ENDPOINT, url) == url


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("as.example/token", "no http or https URL"),
        ("ftp://as.example", "no http or https URL"),
        ("https://", "no http or https URL"),
        ("https:///token", "no http or https URL"),
        ("https://as.example:0", "no http or https URL"),
        ("https://as.example:99999", "no http or https URL"),
        ("https://[::1", "no http or https URL"),
        ("https://as.example/a b", "no http or https URL"),
        ("https://as.example/\r\nX: y", "no http or https URL"),
        ("https://a@as.example", "user name or password"),
        ("https://a:pw@as.example", "user name or password"),
        ("https://as.example/#top", "fragment"),
    ],
)
def test_what_no_endpoint_can_be_is_refused_with_its_reason(url: str, why: str) -> None:
    told = refusal(Kind.ENDPOINT, url)
    assert why in told
    assert "pw" not in told


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("a=b", ("a", "b")),
        ("a=", ("a", "")),
        ("a==b=c", ("a", "=b=c")),
        ("a=b@c", ("a", "b@c")),
        ("ä b= c ", ("ä b", " c ")),
    ],
)
def test_a_pair_is_split_at_the_first_sign(text: str, pair: tuple[str, str]) -> None:
    assert read(Kind.PAIR, text) == pair


def test_a_pair_with_an_at_sign_refers_to_a_secret() -> None:
    name, reference = read(Kind.PAIR, "ticket@env:A=B")
    assert (name, reference.written) == ("ticket", "env:A=B")


@pytest.mark.parametrize("text", ["", "name", "=value", "@env:X"])
def test_what_is_no_pair_is_refused_without_being_repeated(text: str) -> None:
    assert refusal(Kind.PAIR, text) == "--it: what was given is not NAME=VALUE"


@pytest.mark.parametrize(("text", "field"), [("X-A: b", ("X-A", "b")), ("x:", ("x", "")), ("X-A:b:c", ("X-A", "b:c"))])
def test_a_header_is_split_at_its_first_colon(text: str, field: tuple[str, str]) -> None:
    assert read(Kind.HEADER, text) == field


@pytest.mark.parametrize("text", ["", "X-A", ": b", "X A: b", "Ü: b", "X-A: b\r\nX-B: c", "X-A: \x00", "X-A : b"])
def test_what_is_no_header_is_refused(text: str) -> None:
    assert "is no header" in refusal(Kind.HEADER, text)


def test_a_choice_that_is_none_names_the_nearest() -> None:
    assert "did you mean basic?" in refusal(Kind.TEXT, "basik", choices=("basic", "post"))


def test_a_repeatable_parameter_takes_one_or_many() -> None:
    assert read(Kind.TEXT, "a", repeatable=True) == ("a",)
    assert read(Kind.TEXT, ["a", "b"], repeatable=True) == ("a", "b")
    assert read(Kind.TEXT, [], repeatable=True) == ()


def test_a_list_where_one_value_is_wanted_is_refused() -> None:
    assert refusal(Kind.TEXT, ["a"]) == "--it: one value is wanted, not a list"


def test_a_secret_is_read_as_a_reference() -> None:
    assert isinstance(read(Kind.TEXT, "env:SECRET", secret=True), SecretReference)


@pytest.mark.parametrize("declared", ONE_OF_EACH, ids=lambda one: one.kind.name)
@given(text=ANY_TEXT)
def test_any_text_has_a_meaning_or_a_sentence_that_names_its_place(declared: Parameter, text: str) -> None:
    told = refused(lambda: read_value(declared, text, "--it"))
    assert not told or told.startswith("--it: ")


@given(ANY_TEXT, st.lists(ANY_TEXT))
def test_the_nearest_word_is_one_of_the_known_ones(word: str, known: list[str]) -> None:
    told = nearest(word, known)
    assert told == "" or any(told == f" (did you mean {one}?)" for one in known)
