from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokencli.runtime.browser import launchers, open_url

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://login.example/authorize?a=1&b=2"


def first(environ: dict[str, str], platform: str = "linux") -> list[str] | None:
    return next(launchers(URL, environ, platform), None)


@pytest.mark.parametrize(
    ("environ", "platform", "words"),
    [
        ({"BROWSER": "my-browser --new %s"}, "linux", ["my-browser", "--new", URL]),
        ({"BROWSER": "my-browser"}, "darwin", ["my-browser", URL]),
        ({"WSL_DISTRO_NAME": "Ubuntu", "DISPLAY": ":0"}, "linux", ["wslview", URL]),
        ({}, "darwin", ["open", URL]),
        ({}, "win32", ["rundll32", "url.dll,FileProtocolHandler", URL]),
        ({"DISPLAY": ":0"}, "linux", ["xdg-open", URL]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ["xdg-open", URL]),
        ({}, "linux", None),
    ],
)
def test_each_desktop_has_its_way_and_browser_goes_before_all(
    environ: dict[str, str], platform: str, words: list[str] | None
) -> None:
    assert first(environ, platform) == words


@pytest.mark.parametrize("browser", ["w3m", "/usr/bin/lynx", "links %s", "www-browser"])
def test_a_text_browser_is_never_started(browser: str) -> None:
    assert first({"BROWSER": browser}) is None
    assert first({"BROWSER": f"{browser}:firefox"}) == ["firefox", URL]


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A program that writes down what it was given."""
    program = tmp_path / "browser"
    program.write_text(
        f'#!/bin/sh\nprintf "%s" "$*" > "{tmp_path}/given.part"\nmv "{tmp_path}/given.part" "{tmp_path}/given"\n'
    )
    program.chmod(0o755)
    return program


def wait_for(path: Path) -> str:
    import time

    for _ in range(3000):
        if path.exists():
            return path.read_text()
        time.sleep(0.01)  # another process writes it
    raise AssertionError(f"{path} was never written")


def test_the_browser_gets_the_url_without_what_a_shell_could_read(browser: Path) -> None:
    hostile = "https://login.example/a'; calc.exe; '\"`$(id)` ?x=%27"
    assert open_url(hostile, {"BROWSER": f"{browser} %s"}, "linux")
    given = wait_for(browser.parent / "given")
    assert not set(given) & set("'\"` ")
    assert given.endswith("?x=%27")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-oProxyCommand=x", ""])
def test_nothing_but_http_is_opened(url: str, browser: Path) -> None:
    assert not open_url(url, {"BROWSER": str(browser)}, "linux")
    assert not (browser.parent / "given").exists()


def test_a_browser_that_is_not_there_is_said() -> None:
    assert not open_url(URL, {"BROWSER": "/nowhere/browser"}, "linux")
