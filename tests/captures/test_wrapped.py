"""Addresses as mail programs and terminals break them."""

from __future__ import annotations

import pytest

from tokencli.captures.lines import Lines
from tokencli.captures.read import read_captures
from tokencli.captures.wrapped import unwrapped
from tokencli.wire import form

URL = "https://app.example/callback?state=xyz&session_state=abc&code=9b1d7c2e-6a44-4f0b-9c77-1e0f2a3b4c5d.sess-77aa.cli-88bb"


def broken(text: str, width: int, sign: str = "") -> list[str]:
    return [sign + text[at : at + width] for at in range(0, len(text), width)]


def joined(*lines: str) -> str:
    return unwrapped(lines[0], Lines(iter(["\n".join(lines[1:])]), ()))


def test_an_address_of_many_lines_is_whole_again() -> None:
    assert joined(*broken(URL + "0" * 100, 64), "Then") == URL + "0" * 100


@pytest.mark.parametrize("width", [62, 70, 78, 100])
@pytest.mark.parametrize("sign", ["", "> ", "    ", "> > "])
def test_an_address_that_was_broken_is_whole_again(width: int, sign: str) -> None:
    assert joined(*broken(URL, width, sign), sign + "", sign + "Then:") == sign + URL


def test_what_stands_behind_the_address_is_read_as_before() -> None:
    text = "\n".join(["Back:", *broken(URL, 78), "and then error=access_denied&error_description=No"])
    first, second = read_captures([("", [text.encode()])]).exchanges
    assert first.response is not None
    location = first.response.header("location") or ""
    assert (
        dict(form.decode(location.partition("?")[2]))["code"]
        == "9b1d7c2e-6a44-4f0b-9c77-1e0f2a3b4c5d.sess-77aa.cli-88bb"
    )
    assert second.place == "line 4"


@pytest.mark.parametrize(
    "following",
    [
        "Then",
        "Thanks!",
        "and then",
        "code_verifier=9b1d",
        "https://app.example/other?x=1",
        '{"error":"invalid_grant"}',
        "> quoted-77aa",
        "9b1d" * 50,
        "",
    ],
)
def test_what_is_no_part_of_an_address_is_left_alone(following: str) -> None:
    assert joined(URL, following) == URL


def test_what_is_not_as_long_as_a_line_or_has_no_members_is_left_alone() -> None:
    assert joined("https://a.example/?code=1", "9b1d") == "https://a.example/?code=1"
    long = "https://app.example/" + "a" * 60
    assert joined(long, "9b1d") == long
    assert joined(URL + " and", "9b1d") == URL + " and"


def test_an_address_that_ends_in_the_middle_of_a_member_goes_on() -> None:
    begun = URL[: URL.index("9b1d")]
    assert joined(begun, "Thanks") == begun + "Thanks"


@pytest.mark.parametrize("behind", [".", "\u2026", "\u201d", "!", "?)", "\u00bb,", "\u3002"])
def test_what_ends_a_sentence_is_no_part_of_an_address(behind: str) -> None:
    (exchange,) = read_captures([("", [f"Back at {URL}{behind} Then".encode()])]).exchanges
    assert exchange.response is not None
    assert (exchange.response.header("location") or "").endswith("cli-88bb")
