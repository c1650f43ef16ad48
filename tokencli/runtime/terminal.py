"""What a person sees on stderr while something happens: notes, codes to type, a sign of life."""

from __future__ import annotations

import os
import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.errors import PersonNeeded
from tokencli.runtime.color import wants_color
from tokencli.runtime.qr_code import qr_code_lines
from tokencli.runtime.user_code import binding_message_lines, duration, user_code_lines
from tokencli.wire.printable import printable, printable_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.oauth.flow import OpenBrowser, ShowBindingMessage, ShowUserCode

SPINNER_AFTER_SECONDS = 0.3
_NO_WRAPPING, _USUAL_WINDOW = 1000, (80, 24)
_FRAMES = "|/-\\"


@dataclass
class Terminal:
    """The person's side of a run.

    Attributes:
        color: `auto`, `always` or `never`.
        qr_code: Whether an address may be shown as a QR code too.
        redact: Takes secrets out of every text before it is shown.
    """

    color: str = "auto"
    qr_code: bool = True
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
        sys.stderr.write(f"{mark}: {self._safe(text)}\n")
        sys.stderr.flush()

    def _safe(self, text: str) -> str:
        """A text without secrets, on one line, and without what moves the cursor."""
        return printable_line(self.redact(text))

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

    def show_user_code(self, step: ShowUserCode) -> None:
        """Shows where to go and what to type (RFC 8628 section 3.3), by QR code too where the terminal can."""
        color = wants_color(self.color, sys.stderr)
        step = replace(
            step,
            user_code=self.redact(step.user_code),
            verification_uri=self.redact(step.verification_uri),
            verification_uri_complete=self.redact(step.verification_uri_complete),
        )
        # RFC 8628 section 3.3.1: what holds the code already may be shown in non-textual form, and the rest as text beside it.
        address = step.verification_uri_complete or step.verification_uri
        drawn = qr_code_lines(address, sys.stderr, _window(), color=color) if self.qr_code else []
        self._show(user_code_lines(step, drawn, self._strong(), (_columns(), _window()[1])))

    def show_binding_message(self, step: ShowBindingMessage) -> None:
        """Shows what the person's own device must show too (OpenID CIBA Core section 7.1)."""
        self._show(binding_message_lines(step, self._strong(), _columns()))

    def _strong(self) -> tuple[str, str]:
        return ("\x1b[1m", "\x1b[0m") if wants_color(self.color, sys.stderr) else ("", "")

    def _show(self, lines: list[str]) -> None:
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
        # sshd sets SSH_CONNECTION: client address and port, server address and port.
        connection = os.environ.get("SSH_CONNECTION", "").split()
        if step.listens and port and len(connection) == 4:  # noqa: PLR2004 - as above
            host = connection[2]
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
        self._show(lines)

    @contextmanager
    def busy(self, reason: str, left: Callable[[], float] | None = None) -> Iterator[None]:
        """Shows a sign of life on a terminal when something takes longer than 300 ms.

        Args:
            reason: What takes so long.
            left: Tells the seconds that are left for it, to be shown too.
        """
        if not wants_color(self.color, sys.stderr) or not sys.stderr.isatty():
            yield
            return
        done = threading.Event()
        thread = threading.Thread(target=_spin, args=(printable_line(reason), left, done), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def spinner_line(frame: int, told: str, columns: int) -> str:
    """The line that shows a sign of life, over the one before.

    Args:
        frame: How many were shown before.
        told: What it says.
        columns: The width; what is wider would be wrapped, and its first half never overwritten.
    """
    return "\r" + f"{_FRAMES[frame % len(_FRAMES)]} {told}"[: columns - 1] + "\x1b[K"


def _window() -> tuple[int, int]:
    """The columns and lines of the terminal that stderr is; stdout may go elsewhere."""
    try:
        size = os.get_terminal_size(sys.stderr.fileno())
    except (OSError, ValueError):
        return _USUAL_WINDOW
    told = os.environ.get("COLUMNS", "")
    columns = int(told) if re.fullmatch(r"[1-9]\d{0,3}", told) else size.columns
    return columns or _USUAL_WINDOW[0], size.lines or _USUAL_WINDOW[1]


def _columns() -> int:
    """The width that sentences are wrapped at; where there is no terminal, they stay on one line."""
    return _window()[0] if sys.stderr.isatty() else _NO_WRAPPING


def _spin(reason: str, left: Callable[[], float] | None, done: threading.Event) -> None:
    if done.wait(SPINNER_AFTER_SECONDS):
        return
    frame = 0
    while not done.wait(0.1):
        told = reason if left is None else f"{reason}, {duration(left())} left"
        sys.stderr.write(spinner_line(frame, told, _columns()))
        sys.stderr.flush()
        frame += 1
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
