from __future__ import annotations

import io
import re
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tokencli.oauth.flow import OpenBrowser, ShowUserCode
from tokencli.runtime import terminal as module
from tokencli.runtime.color import wants_color
from tokencli.runtime.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator


class Screen(io.StringIO):
    """Stderr of a person."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal
        self.wrote = threading.Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        self.wrote.set()
        return super().write(text)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "SSH_CONNECTION", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    made = Screen()
    _use(made, monkeypatch)
    return made


def _use(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    # Not sys.stderr itself: pytest puts its own there between a fixture and its test.
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=screen, stdin=io.StringIO()))


@pytest.mark.parametrize(
    ("choice", "terminal", "env", "wanted"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": "0"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"TERM": "xterm"}, True),
        ("always", False, {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ("never", True, {}, False),
    ],
)
def test_colours_follow_the_choice_then_the_stream_and_the_environment(
    choice: str, terminal: bool, env: dict[str, str], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert wants_color(choice, Screen(terminal=terminal)) is wanted


@pytest.mark.parametrize(
    ("color", "line"), [("never", "note: a\\x1b[31mb\\x0ac\n"), ("always", "\x1b[33mnote\x1b[0m: a\\x1b[31mb\\x0ac\n")]
)
def test_a_note_is_one_safe_line(color: str, line: str, screen: Screen) -> None:
    Terminal(color).note("a\x1b[31mb\nc")
    assert screen.getvalue() == line


def test_a_warning_says_that_it_is_one(screen: Screen) -> None:
    Terminal("never").warning("danger")
    assert screen.getvalue() == "warning: danger\n"


def test_every_text_loses_its_secrets_before_it_is_shown(screen: Screen) -> None:
    terminal = Terminal("never", redact=lambda text: text.replace("hush", "[redacted]"))
    terminal.note("a hush")
    terminal.warning("b hush")
    terminal.text("c hush\nd hush\n\n")
    terminal.show_user_code(ShowUserCode("hush", "https://hush", "https://hush/hush", 600))
    assert "hush" not in screen.getvalue()
    assert screen.getvalue().count("[redacted]") == 8


def test_a_code_is_shown_with_its_place_its_time_and_a_warning(screen: Screen) -> None:
    Terminal("never").show_user_code(ShowUserCode("WDJB-MJHT", "https://as.example/device", "", 600))
    text = screen.getvalue()
    assert "    https://as.example/device\n" in text
    assert "    WDJB-MJHT\n" in text
    assert "good for 10 min" in text
    assert "Enter it only because you started this yourself" in text
    assert "or open" not in text


def _authorization(screen: Screen, port: int = 8400, *, listens: bool = True) -> str:
    step = OpenBrowser("https://as.example/authorize?a=b", f"http://127.0.0.1:{port}/callback", listens)
    Terminal("never").show_authorization(step, opened=False)
    return screen.getvalue()


def test_over_ssh_the_way_back_is_shown(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
    assert "    ssh -L 8400:127.0.0.1:8400 10.0.0.2\n" in _authorization(screen)


@pytest.mark.parametrize("connection", ["", "10.0.0.1", "a b c", "a b c d e"])
def test_without_a_whole_ssh_connection_no_way_back_is_shown(
    connection: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", connection)
    assert "ssh -L" not in _authorization(screen)


def test_no_way_back_is_needed_where_nothing_listens(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
    assert "ssh -L" not in _authorization(screen, listens=False)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sign of life comes without the usual wait."""
    monkeypatch.setattr(module, "SPINNER_AFTER_SECONDS", 0.0)
    yield
    assert not [
        thread for thread in threading.enumerate() if thread.name.startswith("Thread-") and "_spin" in thread.name
    ]


@pytest.mark.usefixtures("at_once")
def test_a_sign_of_life_is_taken_away_when_the_work_is_done(screen: Screen) -> None:
    with Terminal("always").busy("POST \x1b[2Jhttps://as.example"):
        assert screen.wrote.wait(5)
    text = screen.getvalue()
    assert "POST \\x1b[2Jhttps://as.example" in text
    assert text.endswith("\r\x1b[K")
    assert re.sub(r"\x1b\[K", "", text).find("\x1b") == -1


@pytest.mark.usefixtures("at_once")
def test_a_sign_of_life_is_taken_away_when_the_work_fails(screen: Screen) -> None:
    def interrupted() -> None:
        with Terminal("always").busy("waiting"):
            assert screen.wrote.wait(5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_what_is_quick_shows_no_sign_of_life(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokencli.runtime.terminal.SPINNER_AFTER_SECONDS", 60.0)
    with Terminal("always").busy("quick"):
        pass
    assert screen.getvalue() == ""


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("color", ["auto", "always", "never"])
def test_a_pipe_gets_no_sign_of_life(color: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Screen(terminal=False)
    _use(pipe, monkeypatch)
    with Terminal(color).busy("waiting"):
        assert not pipe.wrote.is_set()
    assert pipe.getvalue() == ""
