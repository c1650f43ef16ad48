"""Makes the pictures of the README from real runs against the sandbox.

`python tools/screens.py` writes them; `--check` says which are not what the program shows today and ends with 1. What differs from
run to run, ports, times and random values, is written in one and the same way, so that a picture changes only when the program does.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
WIDTH = 100
_CALLBACK = "http://127.0.0.1:8400/callback"
_RANDOM: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"eyJ[\w.-]{40,}", "eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InNhbmRib3gtMSJ9…"),
    (r"127\.0\.0\.1(:| port )\d+", r"127.0.0.1\g<1>8080"),
    # On the right of a line that was laid out for the time it took.
    (r"((?:\x1b\[[\d;]*m)?  \d{3} )in (\d+) ms", lambda found: f"{' ' * (len(found[2]) - 1)}{found[1]}in 9 ms"),
    (r"in \d+ ms", "in 9 ms"),
    (r"\(\d\d:\d\d\)", "(14:03)"),
)
# The picture must not fetch its letters from anywhere.
_SELF_CONTAINED = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


class Person:
    """Somebody at a terminal, with a home folder and the sandbox."""

    def __init__(self, home: Path, sandbox: Sandbox) -> None:
        self.home, self.sandbox = home, sandbox
        config = home / ".config" / "tokencli" / "config.toml"
        config.parent.mkdir(mode=0o700, parents=True)
        config.write_text(
            f'[profiles.ci]\ngrant = "client_credentials"\nissuer = "{sandbox.issuer}"\nclient_id = "demo"\n'
            'client_secret = "env:CI_SECRET"\nscope = ["read", "write"]\n'
            f'[profiles.old]\ngrant = "client_credentials"\nissuer = "{sandbox.issuer}"\nclient_id = "demo-raw"\n'
            'client_secret = "env:OLD_SECRET"\n'
        )
        config.chmod(0o600)

    def types(self, line: str) -> str:
        """What a terminal shows when this line is typed."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "COLUMNS": str(WIDTH),
            "TERM": "xterm-256color",
            "CI_SECRET": "demo-secret",
            "OLD_SECRET": "raw%+secret=",
        }
        words = [sys.executable, "-m", "tokencli", *line.split()[1:], "--color", "always", "-o", "pretty"]
        done = subprocess.run(  # noqa: S603 - the program itself
            words, capture_output=True, env=environment, cwd=self.home, check=False, encoding="utf-8"
        )
        return f"\x1b[1m$ {line}\x1b[0m\n{done.stderr}{done.stdout}"


def token(person: Person) -> str:
    """A token for a program."""
    return person.types("tokencli fetch client-credentials -p ci")


def explain(person: Person) -> str:
    """A sign-in whose token request has a slash too much, as a browser exported it."""
    sandbox = person.sandbox
    code = sandbox.authorization_code("demo", _CALLBACK)
    members = {"grant_type": "authorization_code", "code": code, "redirect_uri": _CALLBACK + "/"}
    asked = urlencode({"response_type": "code", "client_id": "demo", "redirect_uri": _CALLBACK, "state": "xyz"})
    refused = httpx.post(f"{sandbox.issuer}/token", data=members, auth=("demo", "demo-secret"))
    entries = [
        _entry("GET", f"{sandbox.issuer}/authorize?{asked}", 302, 1, location=f"{_CALLBACK}?code={code}&state=xyz"),
        _entry("POST", f"{sandbox.issuer}/token", refused.status_code, 3, form=urlencode(members), body=refused.text),
    ]
    (person.home / "login.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    return person.types("tokencli explain login.har")


def _entry(
    method: str, url: str, status: int, second: int, *, location: str = "", form: str = "", body: str = ""
) -> dict[str, Any]:
    """An exchange as a HAR file holds it."""
    kind = {"name": "Content-Type", "value": "application/x-www-form-urlencoded"}
    basic = {"name": "Authorization", "value": httpx.BasicAuth("demo", "demo-secret")._auth_header}  # noqa: SLF001
    return {
        "startedDateTime": f"2026-03-01T12:00:0{second}.000Z",
        "time": 9,
        "request": {
            "method": method,
            "url": url,
            "headers": [kind, basic] if form else [],
            **({"postData": {"mimeType": kind["value"], "text": form}} if form else {}),
        },
        "response": {
            "status": status,
            "headers": [{"name": "Location", "value": location}] if location else [],
            "content": {"mimeType": "application/json", "text": body},
        },
    }


def diagnose(person: Person) -> str:
    """A server that does not decode what Basic authentication encodes."""
    return person.types("tokencli diagnose old")


SCREENS: dict[str, Callable[[Person], str]] = {"token": token, "explain": explain, "diagnose": diagnose}


def screens() -> Iterator[tuple[Path, str]]:
    """Each picture with its file."""
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as home:
        person = Person(Path(home), sandbox)
        for name, typed in SCREENS.items():
            yield FOLDER / f"{name}.svg", _picture(typed(person))


def _picture(shown: str) -> str:
    for pattern, same in _RANDOM:
        shown = re.sub(pattern, same, shown)
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard", highlight=False
    )
    console.print(Text.from_ansi(shown.rstrip()))
    return console.export_svg(title="tokencli", code_format=_SELF_CONTAINED, unique_id="screen")


def main() -> int:
    """Writes the pictures, or with `--check` only compares them."""
    check = "--check" in sys.argv[1:]
    stale = False
    for path, picture in screens():
        if path.exists() and path.read_text("utf-8") == picture:
            continue
        stale = True
        print(f"{'not current' if check else 'written'}: docs/screens/{path.name}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(picture, "utf-8")
    if check and stale:
        print("run: python tools/screens.py")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
