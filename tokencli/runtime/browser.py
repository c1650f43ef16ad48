"""A URL opened in the person's browser: `$BROWSER`, WSL, macOS, Windows, a Linux desktop; never a text browser."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXT_BROWSERS = frozenset({"lynx", "links", "links2", "elinks", "w3m", "www-browser"})


def open_url(url: str, environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> bool:
    """Opens a URL.

    Args:
        url: An http or https URL; nothing else is opened.
        environ: The environment.
        platform: The value of `sys.platform`.

    Returns:
        Whether a browser was started.
    """
    environ = os.environ if environ is None else environ
    if urlsplit(url).scheme not in {"http", "https"}:
        return False
    # Nothing that a shell on the way could read as its own: a URL comes from a server (RFC 3986 section 2 has none of these).
    safe = quote(url, safe="%/:=&?#[]@!$()*+,;~-._")
    return any(_start(words) for words in usable_launchers(safe, environ, platform))


def usable_launchers(url: str, environ: Mapping[str, str], platform: str) -> Iterator[list[str]]:
    """Those of the commands that may open a URL whose program is on this machine, with its path."""
    for program, *words in launchers(url, environ, platform):
        path = shutil.which(program)
        if path is not None:
            yield [path, *words]


def launchers(url: str, environ: Mapping[str, str], platform: str) -> Iterator[list[str]]:
    """The commands that may open a URL here, the likeliest first; what `$BROWSER` names goes before all."""
    for command in environ.get("BROWSER", "").split(os.pathsep):
        words = _words(command)
        if words and Path(words[0]).name not in TEXT_BROWSERS:
            yield [word.replace("%s", url) for word in words] if "%s" in command else [*words, url]
    if is_wsl(environ):
        yield ["wslview", url]
        yield ["powershell.exe", "-NoProfile", "-Command", f"Start-Process '{url}'"]
    if platform == "darwin":
        yield ["open", url]
    elif platform == "win32":
        yield ["rundll32", "url.dll,FileProtocolHandler", url]
    elif environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        yield ["xdg-open", url]


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # a quotation that does not end names no program
        return []


def is_wsl(environ: Mapping[str, str]) -> bool:
    """Whether this is Linux inside Windows."""
    return "WSL_DISTRO_NAME" in environ or "WSL_INTEROP" in environ


def _start(words: list[str]) -> bool:
    try:
        # Launchers write to stdout; the product of this program goes there and nothing else.
        process = subprocess.Popen(  # noqa: S603 - the person's own browser; the URL was checked
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    threading.Thread(target=process.wait, daemon=True).start()  # so that nothing is left of it when it ends
    return True
