"""The QR code in a terminal: it is the code, and it is left out where it could not be read."""

from __future__ import annotations

import re

import pytest
import segno

from tests.runtime.screen import Screen
from tokencli.runtime.qr_code import QUIET_ZONE, qr_code_lines

URL = "https://login.example/device?user_code=WDJB-MJHT"
WINDOW = (80, 24)


def modules(lines: list[str], *, drawn_is_dark: bool) -> list[list[bool]]:
    """The modules that are seen; two in each character, the upper one first. True is dark."""
    return [[(char in half) == drawn_is_dark for char in line] for line in lines for half in ("▀█", "▄█")]


def without_quiet_zone(rows: list[list[bool]], size: int) -> list[list[bool]]:
    inside = slice(QUIET_ZONE, QUIET_ZONE + size)
    return [row[inside] for row in rows[inside]]


@pytest.fixture(autouse=True)
def term(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize("url", [URL, "https://a.example", "https://login.example/" + "d" * 80])
@pytest.mark.parametrize("color", [True, False])
def test_what_is_seen_is_the_code(url: str, color: bool) -> None:
    lines = qr_code_lines(url, Screen(), (200, 60), color=color)
    seen = modules([re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines], drawn_is_dark=color)
    expected = [[bool(module) for module in row] for row in segno.make(url, error="l", micro=False).matrix]
    assert without_quiet_zone(seen, len(expected)) == expected
    edge = [row[0] for row in seen] + [row[-1] for row in seen] + seen[0] + seen[-1]
    assert not any(edge)  # light all around, or no reader finds it


def test_with_colours_it_is_dark_on_light_whatever_the_terminal_has() -> None:
    for line in qr_code_lines(URL, Screen(), WINDOW, color=True):
        assert line.startswith("\x1b[30;47m")
        assert line.endswith("\x1b[0m")


def test_without_colours_no_sequence_is_written() -> None:
    assert "\x1b" not in "".join(qr_code_lines(URL, Screen(), WINDOW, color=False))


def test_it_fits_24_lines_and_60_columns_with_the_usual_address() -> None:
    lines = qr_code_lines(URL, Screen(), (60, 24), color=False)
    assert lines
    assert len(lines) <= 17
    assert max(len(line) for line in lines) < 60


@pytest.mark.parametrize("window", [(33, 24), (20, 24), (80, 16), (80, 5)])
def test_in_a_window_that_would_cut_it_there_is_none(window: tuple[int, int]) -> None:
    assert qr_code_lines(URL, Screen(), window, color=True) == []


@pytest.mark.parametrize("screen", [Screen(tty=False), Screen("ascii"), Screen("latin-1"), Screen("cp850")])
def test_where_blocks_cannot_be_shown_there_is_none(screen: Screen) -> None:
    assert qr_code_lines(URL, screen, WINDOW, color=False) == []


def test_on_a_dumb_terminal_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert qr_code_lines(URL, Screen(), WINDOW, color=False) == []
