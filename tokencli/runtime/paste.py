"""The answer of a browser that cannot reach this machine, pasted by the person at the same prompt."""

from __future__ import annotations

import os
import re
import sys
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from tokencli.oauth.authorization.delivery import redirected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.oauth.flow import AwaitResponse, Judgement
    from tokencli.wire.message import Response

_CODE = re.compile(r"[\x21-\x7e]+")  # RFC 6749 appendix A.11: visible characters
_MOST_AT_ONCE = 65536


class NotAnAnswer(ValueError):
    """The pasted text is not where the browser was sent; the message says what it is."""


def pasted(text: str, step: AwaitResponse) -> Response:
    """What a person pasted: the whole redirected URL, its query, or the code alone.

    Args:
        text: One line.
        step: The wait it should end.

    Raises:
        NotAnAnswer: It is a URL of another place, or nothing of these.
    """
    text = text.strip()
    if "://" in text:
        if _place(text) != _place(step.redirect_uri):
            raise NotAnAnswer(f"this is not an address that begins with {step.redirect_uri}.")
        return redirected(text)
    if "=" in text and "state=" in text:
        return redirected(f"{step.redirect_uri}?{text.lstrip('?#')}")
    if not _CODE.fullmatch(text):
        raise NotAnAnswer("this is neither an address nor a code.")
    # A code alone comes with no state; that the person brings it to this very prompt takes the place of it.
    separator = "&" if "?" in step.redirect_uri else "?"
    return redirected(f"{step.redirect_uri}{separator}{urlencode({'code': text, 'state': step.state})}")


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/"


def read_pasted(step: AwaitResponse, take: Callable[[Response], Judgement], say: Callable[[str], None]) -> None:
    """Reads lines from the terminal in the background until one is the answer.

    Args:
        step: The wait.
        take: Judges an answer.
        say: Says what was wrong with a line.
    """

    def read() -> None:
        for line in _lines(sys.stdin.fileno()):
            try:
                judgement = take(pasted(line, step))
            except NotAnAnswer as problem:
                say(f"{problem} Paste the whole address that the browser was sent to.")
                continue
            if judgement.ends:
                return
            say(f"{judgement.says} Paste the whole address that the browser was sent to.")

    threading.Thread(target=read, daemon=True).start()


def _lines(descriptor: int) -> Iterator[str]:
    # Octets straight from the terminal: a thread inside Python's buffered input could not be left behind at the end.
    held = b""
    while octets := _read(descriptor):
        *whole, held = (held + octets).replace(b"\r", b"\n").split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in whole if line.strip())
    if held.strip():
        yield held.decode("utf-8", "replace")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _MOST_AT_ONCE)
    except OSError:
        return b""


@contextmanager
def long_lines(stream: IO[str]) -> Iterator[None]:
    """Lets a terminal take lines of any length: in its usual mode it drops what goes beyond 4,095 octets."""
    try:
        import termios
    except ImportError:  # Windows, whose console has no such limit
        yield
        return
    descriptor = stream.fileno()
    before = termios.tcgetattr(descriptor)
    changed = termios.tcgetattr(descriptor)
    changed[3] &= ~termios.ICANON  # the local modes; echo and signals stay as they are
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    termios.tcsetattr(descriptor, termios.TCSANOW, changed)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
