"""What is meant as the name of a file, and what is the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokencli.cli.file_or_text import demand_text, is_file, pieces_of
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name", ["login.har", "traces/app.log", "/no/such/place", "~/login.har", "./run", "../run.json", "C.json"]
)
def test_a_name_of_a_file_that_is_not_there_is_no_text(name: str) -> None:
    with pytest.raises(UsageProblem, match="there is no file"):
        demand_text(name)


@pytest.mark.parametrize(
    "text",
    [
        "https://app.example/callback?error=access_denied",
        "https://app.example",
        "/callback?error=access_denied",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln",
        '{"error":"invalid_grant"}',
        "error=invalid_grant&error_description=Code.expired",
        "see login.har",
        "invalid_grant",
        "x" * 5000,
        "a\0b",
        "",
    ],
)
def test_what_looks_like_no_name_is_the_text_itself(text: str) -> None:
    assert not is_file(text)
    demand_text(text)


def test_a_file_that_is_there_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"ab" * (1 << 20))
    assert is_file(str(path))
    assert b"".join(pieces_of(str(path))) == path.read_bytes()


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="cannot be read: Is a directory"):
        list(pieces_of(str(tmp_path)))
