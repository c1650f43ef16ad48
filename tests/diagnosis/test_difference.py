"""What makes two addresses different, in words."""

from __future__ import annotations

import pytest

from tokencli.diagnosis.difference import first_difference, in_words

CALLBACK = "https://app.example/callback"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (f"{CALLBACK}/", "only a final slash"),
        ("https://app.example/Callback", "only capital and small letters"),
        (f" {CALLBACK}", "only white space at an edge"),
        ("https://app.example/%63allback", "only the percent-encoding"),
        ("http://app.example:8080/callback", "the scheme and the port"),
        ("https://www.app.example/callback", "the host"),
        ("https://app.example/cb?a=b#c", "the path and the query and the fragment"),
        ("https://app.example:port/callback", "more than one part"),
        (f"{CALLBACK}?", "the way in which it is written"),
    ],
)
def test_a_difference_is_told_in_the_fewest_words_that_say_it(other: str, words: str) -> None:
    assert in_words(CALLBACK, other) == in_words(other, CALLBACK) == words


@pytest.mark.parametrize(("other", "place"), [(CALLBACK, 28), (f"{CALLBACK}/", 28), ("http://app", 4), ("", 0)])
def test_the_first_difference_is_a_place_in_both_or_the_end_of_one(other: str, place: int) -> None:
    assert first_difference(CALLBACK, other) == first_difference(other, CALLBACK) == place
