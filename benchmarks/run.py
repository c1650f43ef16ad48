"""Whole-process times of the command, side by side with the bare interpreter and a ten-line httpx script.

`python benchmarks/run.py` prints the table; `--write` also puts it into `benchmarks/README.md`. Every figure is the median of
at least 15 runs of a whole process after one warm-up, and a ratio to the bare interpreter (or to the script) of the same round.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import trustme

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 15
HERE = Path(__file__).resolve().parent
TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzcy5leGFtcGxlIiwiZXhwIjoxODAwMDAwMDAwfQ.c2ln"  # noqa: S105 - unsigned sample
ANSWER = b'{"access_token": "abc", "token_type": "Bearer", "expires_in": 3600}'
SCRIPT = """\
import base64, os, ssl, sys
import httpx
context = ssl.create_default_context()
context.load_verify_locations(os.environ["CA"])
basic = base64.b64encode(b"ci:" + os.environ["SECRET"].encode()).decode()
answer = httpx.post(
    os.environ["ENDPOINT"], verify=context,
    headers={"Authorization": "Basic " + basic, "Accept": "application/json"},
    data={"grant_type": "client_credentials"})
answer.raise_for_status()
print(answer.json()["access_token"])
"""


class _Endpoint(BaseHTTPRequestHandler):
    """A token endpoint that says yes."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature is the library's
        """Says nothing."""


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[str]:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}/token"
    server.shutdown()
    server.server_close()


def _once(command: list[str], environ: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(commands: dict[str, list[str]], environ: dict[str, str]) -> dict[str, float]:
    """The median seconds of each command; all take turns, so that a slow moment hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(RUNS + 1):
        for name, command in commands.items():
            seconds = _once(command, environ)
            if number:
                times[name].append(seconds)
    return {name: statistics.median(all_) for name, all_ in times.items()}


def table(medians: dict[str, float]) -> str:
    """The table, as Markdown."""
    base, script = medians["python -c pass"], medians["ten-line httpx script"]
    budgets = {
        "tokencli --version": "4 × B",
        "tokencli --help": "4 × B",
        "completion of a word": "4 × B",
        "tokencli decode": "5 × B",
        "tokencli fetch client-credentials": "1.3 × script",
    }
    lines = ["| command | median | × B | × script | at most |", "|---|---|---|---|---|"]
    for name, seconds in medians.items():
        lines.append(
            f"| `{name}` | {seconds * 1000:.0f} ms | {seconds / base:.1f} | {seconds / script:.2f} | {budgets.get(name, '')} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures, prints, and with `--write` keeps the table."""
    with tempfile.TemporaryDirectory() as name, _server(Path(name)) as endpoint:
        folder = Path(name)
        (folder / "script.py").write_text(SCRIPT)
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": name,
            "SECRET": "s",
            "CA": str(folder / "ca.pem"),
            "ENDPOINT": endpoint,
            "COMP_WORDS": "tokencli fetch cl",
            "COMP_CWORD": "2",
        }
        command = str(Path(sys.executable).with_name("tokencli"))
        fetch = ["fetch", "client-credentials", "--token-endpoint", endpoint, "--ca-cert", str(folder / "ca.pem")]
        medians = measure(
            {
                "python -c pass": [sys.executable, "-c", "pass"],
                "tokencli --version": [command, "--version"],
                "tokencli --help": [command, "--help"],
                "completion of a word": ["/usr/bin/env", "_TOKENCLI_COMPLETE=bash_complete", command],
                "tokencli decode": [command, "decode", TOKEN],
                "ten-line httpx script": [sys.executable, str(folder / "script.py")],
                "tokencli fetch client-credentials": [
                    command,
                    *fetch,
                    "--client-id",
                    "ci",
                    "--client-secret",
                    "env:SECRET",
                    "-o",
                    "token",
                ],
            },
            environ,
        )
    text = table(medians)
    print(text)
    if "--write" in sys.argv[1:]:
        _write(text)


def _write(text: str) -> None:
    day = dt.datetime.now(dt.UTC).date().isoformat()  # noqa: TID251 - a script of its own
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    page = HERE / "README.md"
    head = page.read_text("utf-8").partition("<!-- table -->")[0]
    page.write_text(f"{head}<!-- table -->\n\n{day}, {where}, median of {RUNS} runs:\n\n{text}", "utf-8")


if __name__ == "__main__":
    main()
