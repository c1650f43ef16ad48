"""What a person sees on stderr while something happens: notes, codes to type, a sign of life."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokencli.errors import PersonNeeded
from tokencli.wire.printable import printable, printable_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.oauth.flow import OpenBrowser

SPINNER_AFTER_SECONDS = 0.3
_FRAMES = "|/-\\"


def wants_color(choice: str, stream: IO[str]) -> bool:
    """Whether a stream gets colours.

    Args:
        choice: `auto`, `always` or `never`.
        stream: Where the text goes.
    """
    if choice != "auto":
        return choice == "always"
    # https://no-color.org: NO_COLOR present and not empty prevents colour, whatever its value.
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@dataclass
class Terminal:
    """The person's side of a run.

    Attributes:
        color: `auto`, `always` or `never`.
        redact: Takes secrets out of every text before it is shown.
    """

    color: str = "auto"
    redact: Callable[[str], str] = str

    def note(self, text: str) -> None:
        """Says something worth knowing."""
        self._line("note", text)

    def warning(self, text: str) -> None:
        """Says something dangerous."""
        self._line("warning", text)

    def text(self, text: str) -> None:
        """Writes lines as they are, made safe for a terminal."""
        sys.stderr.write(printable(self.redact(text)).rstrip("\n") + "\n")
        sys.stderr.flush()

    def _line(self, kind: str, text: str) -> None:
        mark = f"\x1b[33m{kind}\x1b[0m" if wants_color(self.color, sys.stderr) else kind
        sys.stderr.write(f"{mark}: {printable_line(self.redact(text))}\n")
        sys.stderr.flush()

    def ask(self, prompt: str) -> str:
        """Asks for one line.

        Raises:
            PersonNeeded: There is no terminal, or the input ended.
        """
        if not sys.stdin.isatty():
            raise PersonNeeded("somebody must answer, and there is no terminal", "run it on a terminal")
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise PersonNeeded("the input ended before an answer came")
        return line.rstrip("\r\n")

    def show_user_code(self, step: Any) -> None:
        """Shows where to go and what to type (RFC 8628 section 3.3), large enough to be read across a desk."""
        strong, plain = ("\x1b[1m", "\x1b[0m") if wants_color(self.color, sys.stderr) else ("", "")
        minutes = max(1, round(step.expires_in / 60))
        lines = [
            "On any device with a browser, open",
            "",
            f"    {strong}{printable_line(step.verification_uri)}{plain}",
            "",
            "and enter the code",
            "",
            f"    {strong}{printable_line(step.user_code)}{plain}",
            "",
        ]
        if step.verification_uri_complete:
            lines += [f"or open {printable_line(step.verification_uri_complete)}", ""]
        # RFC 10027 section 6: people are talked into entering codes of others; say whose code this is.
        lines.append(f"The code is good for {minutes} min. Enter it only because you started this yourself.")
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()

    def show_authorization(self, step: OpenBrowser, *, opened: bool) -> None:
        """Shows where the person signs in, and what to do when the browser is on another machine."""
        lines = [
            "The browser was opened at" if opened else "Open in a browser",
            "",
            f"    {printable_line(step.url)}",
            "",
        ]
        port = urlsplit(step.redirect_uri).port
        if step.listens and port and os.environ.get("SSH_CONNECTION"):
            # sshd sets SSH_CONNECTION: client address and port, server address and port.
            host = os.environ["SSH_CONNECTION"].split()[2]
            lines += [
                "The browser of another machine reaches this one after, over there:",
                "",
                f"    ssh -L {port}:127.0.0.1:{port} {host}",
                "",
            ]
        if sys.stdin.isatty():
            # RFC 9700 update draft section 2.3: people are talked into finishing sign-ins that others began.
            lines.append(
                "Or paste here the address at which the browser ends, or the code in it. Never paste one that somebody sent you."
            )
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()

    @contextmanager
    def busy(self, reason: str) -> Iterator[None]:
        """Shows a sign of life on a terminal when something takes longer than 300 ms."""
        if not wants_color(self.color, sys.stderr) or not sys.stderr.isatty():
            yield
            return
        done = threading.Event()
        thread = threading.Thread(target=_spin, args=(printable_line(reason), done), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _spin(reason: str, done: threading.Event) -> None:
    if done.wait(SPINNER_AFTER_SECONDS):
        return
    frame = 0
    while not done.wait(0.1):
        sys.stderr.write(f"\r{_FRAMES[frame % len(_FRAMES)]} {reason}\x1b[K")
        sys.stderr.flush()
        frame += 1
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
