"""Where two texts that must be the same part ways, and what the difference is in words."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def first_difference(one: str, other: str) -> int:
    """The place of the first character that differs, from 0; the length of the shorter one when it begins the other.

    >>> first_difference("https://app/cb", "https://app/cb/")
    14
    """
    pairs = zip(one, other, strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def in_words(one: str, other: str) -> str:
    """What makes two addresses different, in a clause; the particular before the general."""
    if one.rstrip("/") == other.rstrip("/"):
        return "only a final slash"
    if one.lower() == other.lower():
        return "only capital and small letters"
    if one.strip() == other.strip():
        return "only white space at an edge"
    if unquote(one) == unquote(other):
        return "only the percent-encoding"
    return _by_part(one, other)


def _by_part(one: str, other: str) -> str:
    try:
        left, right = urlsplit(one), urlsplit(other)
        parts = (
            (left.scheme, right.scheme, "the scheme"),
            (left.hostname, right.hostname, "the host"),
            (left.port, right.port, "the port"),
            (left.path, right.path, "the path"),
            (left.query, right.query, "the query"),
            (left.fragment, right.fragment, "the fragment"),
        )
    except ValueError:  # a port that is no number
        return "more than one part"
    different = [name for here, there, name in parts if here != there]
    return " and ".join(different) or "the way in which it is written"
