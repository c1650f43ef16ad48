"""The command as a user runs it: a process with a clean environment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.interop.authorization_server import AuthorizationServer

LIMIT_SECONDS = 60


@dataclass(frozen=True)
class Finished:
    """A run that has ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def said(self) -> str:
        """Everything it wrote."""
        return self.out + self.err


@dataclass(frozen=True)
class Running:
    """A run that has not ended yet."""

    process: subprocess.Popen[str]
    heard: list[str]

    def wait_for(self, pattern: str) -> str:
        """Reads stderr up to the line where the pattern is found, and returns what was found."""
        assert self.process.stderr
        for line in self.process.stderr:
            self.heard.append(line)
            if found := re.search(pattern, line):
                return found[0]
        raise AssertionError(f"never said {pattern}: {''.join(self.heard)}")

    def authorization_url(self) -> str:
        """The URL that the person is to open in a browser."""
        return self.wait_for(r"https?://\S+\?\S+")

    def finish(self) -> Finished:
        """Waits for the end."""
        assert self.process.stderr
        assert self.process.stdout
        err = "".join((*self.heard, *self.process.stderr))
        out = self.process.stdout.read()
        return Finished(self.process.wait(), out, err)


@dataclass(frozen=True)
class CommandLine:
    """Runs `tokencli` with a home of its own, without proxies and without settings of the machine."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """Made from nothing, so that no variable of the machine comes through."""
        folders = {f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in ("CONFIG", "CACHE", "STATE", "DATA")}
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", **folders}

    def file(self, name: str, text: str) -> str:
        """Writes a file into the home, and returns its path."""
        path = self.home / name
        path.write_text(text, "utf-8")
        return str(path)

    def run(self, *arguments: str, **variables: str) -> Finished:
        """Runs a command to its end, with further environment variables."""
        return self._finished([sys.executable, "-m", "tokencli", *arguments], self.environment | variables)

    def run_without_home(self, *arguments: str, **variables: str) -> Finished:
        """As `run`, for a machine that has a PATH and nothing else."""
        environment = {"PATH": os.environ["PATH"], **variables}
        return self._finished([sys.executable, "-m", "tokencli", *arguments], environment)

    def shell(self, script: str) -> Finished:
        """Runs a text as if it had been pasted into a shell."""
        return self._finished(["sh", "-c", script], self.environment)

    def fetch(
        self, grant: str, server: AuthorizationServer, client_id: str, *options: str, **variables: str
    ) -> Finished:
        """Runs `fetch GRANT` for a client of a server, with the client's secret in SECRET unless the test gives another."""
        secrets = {"SECRET": server.secret_of(client_id), **variables}
        return self.run("fetch", grant, *_settings(server, client_id), *options, **secrets)

    @contextmanager
    def fetching(
        self, grant: str, server: AuthorizationServer, client_id: str, *options: str, **variables: str
    ) -> Iterator[Running]:
        """As `fetch`, without waiting for the end; the process ends with the context at the latest."""
        command = [sys.executable, "-m", "tokencli", "fetch", grant, *_settings(server, client_id), *options]
        environment = self.environment | {"SECRET": server.secret_of(client_id), **variables}
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, env=environment, cwd=self.home, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True
        ) as process:
            limit = threading.Timer(LIMIT_SECONDS, process.kill)
            limit.start()
            try:
                yield Running(process, [])
            finally:
                limit.cancel()
                process.kill()

    def _finished(self, command: list[str], environment: dict[str, str]) -> Finished:
        done = subprocess.run(
            command,
            env=environment,
            cwd=self.home,  # not the checkout: what is tested is what is installed
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr)


def _settings(server: AuthorizationServer, client_id: str) -> tuple[str, ...]:
    trust = ("--ca-cert", str(server.ca_file)) if server.ca_file else ()
    secret = ("--client-secret", "env:SECRET") if server.secret_of(client_id) else ()
    return ("--issuer", server.issuer, *trust, "--client-id", client_id, *secret)
