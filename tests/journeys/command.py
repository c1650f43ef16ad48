"""The command line as tests run it: in this process where speed matters, in one of its own where that matters."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tokencli.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
_FOREIGN = ("TOKENCLI_", "_TOKENCLI_", "XDG_", "SSL_CERT_", "PYTHON")
_FOREIGN_NAMES = frozenset(
    [
        "NO_COLOR",
        "FORCE_COLOR",
        "TERM",
        "CI",
        "COLUMNS",
        "LINES",
        "EDITOR",
        "VISUAL",
        "HOME",
        "BROWSER",
        "CURL_CA_BUNDLE",
        "REQUESTS_CA_BUNDLE",
    ]
)
_PROXIES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
PROCESS_SECONDS = 30


@dataclass(frozen=True)
class Ran:
    """A run that ended.

    Attributes:
        code: The exit code.
        out: What stood on stdout.
        err: What stood on stderr.
    """

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stood on stdout, read as JSON."""
        return json.loads(self.out)


def clean_environment(home: Path, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a person who has set nothing, whose home is an empty folder."""
    kept = {
        name: value
        for name, value in (os.environ if environ is None else environ).items()
        if not name.startswith(_FOREIGN) and name not in _FOREIGN_NAMES and name.lower() not in _PROXIES
    }
    return {**kept, "HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "COLUMNS": "100"}


class Stdin(io.TextIOWrapper):
    """A standard input that is no terminal."""

    def __init__(self, octets: bytes) -> None:
        super().__init__(io.BytesIO(octets), encoding="utf-8")


@dataclass
class Command:
    """Runs the command line.

    Attributes:
        home: The person's home; everything the program keeps goes there.
        monkeypatch: Undoes what a run needs.
        capture: What catches stdout and stderr.
    """

    home: Path
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ran:
        """Runs it in this process."""
        with self.monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", Stdin(stdin))
            self.capture.readouterr()
            code = run(list(words))
        seen = self.capture.readouterr()
        return Ran(int(code), seen.out, seen.err)

    def process(
        self, *words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> Ran:
        """Runs it in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "tokencli", *words],
            input=stdin,
            capture_output=True,
            env={**clean_environment(self.home), **(env or {})},
            cwd=cwd or self.home,
            timeout=PROCESS_SECONDS,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def config(self, text: str) -> Path:
        """Writes the configuration file."""
        path = self.home / ".config" / "tokencli" / "config.toml"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    home = tmp_path / "home"
    home.mkdir()
    environ = clean_environment(home)
    for name in set(os.environ) - set(environ):
        monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    # Between two tries a run rests for a second; nothing is learnt by resting in a test.
    monkeypatch.setattr("tokencli.oauth.back_channel.RETRY_PAUSE_SECONDS", 0.001)
    return Command(home, monkeypatch, capsys)
