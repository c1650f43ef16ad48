"""The command line on a terminal: a pseudo-terminal of a given width that is read to its end."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.journeys.command import PROCESS_SECONDS, clean_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.journeys.command import Command

_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# The sign of life that a slow machine gets to see: a line that is drawn again and again, and taken away in the end.
_SIGN_OF_LIFE = re.compile(r"\r[^\r\n]*\x1b\[K")


@dataclass(frozen=True)
class Seen:
    """What stood on the terminal in the end.

    Attributes:
        code: The exit code.
        raw: Every character that was written, with colours, less the sign of life, which comes and goes with the time.
    """

    code: int
    raw: str

    @property
    def text(self) -> str:
        """What a person reads."""
        return _SEQUENCE.sub("", self.raw)

    @property
    def coloured(self) -> bool:
        """Whether any sequence reached the terminal."""
        return _SEQUENCE.search(self.raw) is not None


def on_terminal(
    cli: Command,
    *words: str,
    columns: int = 80,
    env: Mapping[str, str] | None = None,
    typed: str = "",
    prompt: str = "",
) -> Seen:
    """Runs the command line with standard input, output and error on a terminal.

    Args:
        cli: Whose home and environment it has.
        words: The arguments.
        columns: The width.
        env: Further variables.
        typed: What the person types.
        prompt: The text they wait for before they do.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environ = {name: value for name, value in clean_environment(cli.home).items() if name != "COLUMNS"}
    with subprocess.Popen(
        [sys.executable, "-m", "tokencli", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environ, "TERM": "xterm-256color", **(env or {})},
        cwd=cli.home,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        limit = threading.Timer(PROCESS_SECONDS, process.kill)
        limit.start()
        raw = _all_of(ours, prompt.encode(), typed.encode())
        code = process.wait()
        limit.cancel()
    os.close(ours)
    return Seen(code, _SIGN_OF_LIFE.sub("", raw.decode("utf-8", "replace").replace("\r\n", "\n")))


def _all_of(descriptor: int, prompt: bytes, typed: bytes) -> bytes:
    octets = b""
    while True:
        if typed and prompt in octets:
            os.write(descriptor, typed)
            typed = b""
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # Linux says EIO when the last writer is gone
            return octets
        if not piece:
            return octets
        octets += piece
