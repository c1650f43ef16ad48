"""The text on the clipboard, through whatever program the desktop has for it."""

from __future__ import annotations

import shutil
import subprocess

from tokencli.errors import UsageProblem

# Wayland, X11, macOS, Windows (also from WSL); the first that is there and answers counts.
PROGRAMS = (
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-out"),
    ("xsel", "--clipboard", "--output"),
    ("pbpaste",),
    ("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"),
    ("pwsh", "-NoProfile", "-Command", "Get-Clipboard -Raw"),
)
_PATIENCE_SECONDS = 5


def read_clipboard() -> bytes:
    """What the clipboard holds.

    Raises:
        UsageProblem: No program that reads it is there, or none of them could.
    """
    there = [(found, *words) for name, *words in PROGRAMS if (found := shutil.which(name))]
    if not there:
        names = ", ".join(name for name, *_ in PROGRAMS)
        raise UsageProblem(
            "--clipboard needs a program that reads the clipboard, and none is installed",
            f"install one of: {names}; or paste into: tokencli explain -",
        )
    for command in there:
        text = _ask(command)
        if text is not None:
            return text
    raise UsageProblem(
        "the clipboard could not be read, or holds no text", "copy the text again, or paste it into: tokencli explain -"
    )


def _ask(command: tuple[str, ...]) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed list, found on the person's own path
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
