"""What a person reads who is to act on another device."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.runtime.screen import Screen
from tokencli.oauth.flow import ShowBindingMessage, ShowUserCode
from tokencli.runtime.terminal import Terminal, spinner_line
from tokencli.runtime.user_code import duration, user_code_lines

URL = "https://login.example/device"
CODE = ShowUserCode("WDJB-MJHT", URL, f"{URL}?user_code=WDJB-MJHT", 600.0)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr("tokencli.runtime.terminal.sys", SimpleNamespace(stderr=screen))
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return screen


def test_address_and_code_stand_alone_on_their_lines_to_be_copied(screen: Screen) -> None:
    Terminal("never").show_user_code(CODE)
    assert f"    {URL}\n" in screen.getvalue()
    assert "    WDJB-MJHT\n" in screen.getvalue()


def test_a_terminal_is_shown_the_qr_code_first_and_the_code_last(screen: Screen) -> None:
    Terminal("never").show_user_code(CODE)
    text = screen.getvalue()
    assert text.startswith("Scan the QR code with a phone\n█")
    assert text.rindex("█") < text.index(URL) < text.index("WDJB-MJHT")


def test_everything_and_the_time_left_fit_into_24_lines_of_80(screen: Screen) -> None:
    Terminal("never").show_user_code(CODE)
    lines = screen.getvalue().splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80


def test_without_the_qr_code_the_complete_address_is_written_out(screen: Screen) -> None:
    Terminal("never", qr_code=False).show_user_code(CODE)
    assert "█" not in screen.getvalue()
    assert f"    {URL}?user_code=WDJB-MJHT\n" in screen.getvalue()


def test_a_pipe_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Screen(tty=False)
    monkeypatch.setattr("tokencli.runtime.terminal.sys", SimpleNamespace(stderr=pipe))
    Terminal().show_user_code(CODE)
    assert "\x1b" not in pipe.getvalue()
    assert "█" not in pipe.getvalue()
    assert "    WDJB-MJHT\n" in pipe.getvalue()


def test_sentences_are_wrapped_and_addresses_are_not() -> None:
    lines = user_code_lines(CODE, (), ("", ""), (30, 24))
    assert f"    {URL}" in lines
    assert all(len(line) <= 30 or "https://" in line for line in lines)


def test_what_a_server_sends_cannot_move_the_cursor(screen: Screen) -> None:
    Terminal("never").show_user_code(ShowUserCode("A\x1b[2J\u202eB", "https://x.example/\n\x1b[31m", "", 600.0))
    assert "\x1b" not in screen.getvalue()
    assert "\u202e" not in screen.getvalue()
    assert "A\\x1b[2J\\u202eB" in screen.getvalue()


def test_the_binding_message_is_shown_to_be_compared(screen: Screen) -> None:
    Terminal("never").show_binding_message(ShowBindingMessage("W4SCT", 120.0))
    assert "    W4SCT\n" in screen.getvalue()
    assert "2 min" in screen.getvalue()


def test_without_a_binding_message_nothing_is_to_be_compared(screen: Screen) -> None:
    Terminal("never").show_binding_message(ShowBindingMessage("", 120.0))
    assert screen.getvalue() == "The person is asked on their own device, for 2 min.\n"


@pytest.mark.parametrize(
    ("seconds", "words"), [(600, "10 min"), (582, "9 min 42 s"), (59.6, "1 min"), (8, "8 s"), (0, "0 s"), (-3, "0 s")]
)
def test_the_time_left_is_told_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_the_sign_of_life_stays_on_its_line() -> None:
    line = spinner_line(0, "waiting for the person to confirm, 9 min 42 s left", 30)
    assert len(line.removeprefix("\r").removesuffix("\x1b[K")) < 30
