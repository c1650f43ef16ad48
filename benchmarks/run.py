"""The command line against the bare interpreter, a ten-line httpx script and other tools; whole processes, medians.

`python -m benchmarks.run` prints the tables; with `--write` it puts them into `benchmarks/README.md` too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.endpoint import Endpoint, running_endpoint
from benchmarks.measure import HIDDEN, RUNS, Command, Median, medians
from benchmarks.peers import peers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
TOKENCLI = str(Path(sys.executable).with_name("tokencli"))
JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzcy5leGFtcGxlIiwiZXhwIjoxODAwMDAwMDAwfQ.c2ln"
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
# What no way to an encrypted file can do without: JSON, a digest, the folders, the cipher.
NEEDED = "import json, hashlib, platformdirs; from cryptography.hazmat.primitives.ciphers.aead import AESGCM"
PROFILES = """\
[profiles.ci]
grant = "client-credentials"
client_id = "ci"
client_secret = "env:SECRET"
token_endpoint = "{endpoint.url}"
ca_cert = "{endpoint.ca_cert}"
store = "{store}"

[profiles.refreshed]
grant = "password"
username = "alice"
password = "env:SECRET"
client_id = "ci"
client_secret = "env:SECRET"
token_endpoint = "{endpoint.url}"
ca_cert = "{endpoint.ca_cert}"
store = "{store}"
"""
TOGETHER = 20


def _home(folder: Path, store: str, endpoint: Endpoint, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of somebody who has these profiles and has fetched the token of one."""
    config = folder / "config" / "tokencli"
    config.mkdir(parents=True, exist_ok=True)
    (config / "config.toml").write_text(PROFILES.format(endpoint=endpoint, store=store), "utf-8")
    here = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    environ = {**here, "SECRET": "s", **more}
    subprocess.run([TOKENCLI, "token", "ci"], env=environ, check=True, stdout=HIDDEN)
    return environ


@contextlib.contextmanager
def _secret_service(folder: Path, endpoint: Endpoint) -> Iterator[list[Command]]:
    """The stored token in a real Secret Service, where there is one to start."""
    if not all(shutil.which(name) for name in ("gnome-keyring-daemon", "dbus-daemon")):
        yield []
        return
    from tests.interop.secret_service import running_secret_service

    with running_secret_service(folder) as service:
        environ = _home(folder, "keyring", endpoint, service.environ)
        yield [Command("tokencli token, from the Secret Service", [TOKENCLI, "token", "ci"], environ, 9)]


def _commands(folder: Path, endpoint: Endpoint) -> list[Command]:
    key = _home(folder / "key", "file", endpoint, {"TOKENCLI_STORE_KEY": "key:" + "A" * 43})
    phrase = _home(folder / "phrase", "file", endpoint, {"TOKENCLI_STORE_KEY": "correct horse battery staple"})
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "SECRET": "s"}
    script = folder / "script.py"
    script.write_text(SCRIPT, "utf-8")
    asked = {"_TOKENCLI_COMPLETE": "bash_complete", "COMP_WORDS": "tokencli fetch cl", "COMP_CWORD": "2"}
    fetch = ["fetch", "client-credentials", "--token-endpoint", endpoint.url, "--ca-cert", str(endpoint.ca_cert)]
    client = ["--client-id", "ci", "--client-secret", "env:SECRET", "-o", "token"]
    python, line = sys.executable, [TOKENCLI, "token", "ci"]
    return [
        Command("python -c pass", [python, "-c", "pass"], plain),
        Command("python -c 'import click'", [python, "-c", "import click"], plain),
        Command("tokencli --version", [TOKENCLI, "--version"], plain, 4),
        Command("tokencli --help", [TOKENCLI, "--help"], plain, 4),
        Command("tokencli, completing a word", [TOKENCLI], {**plain, **asked}, 4),
        Command("tokencli decode", [TOKENCLI, "decode", JWT], plain, 5),
        Command("python -c, what an encrypted file needs", [python, "-c", NEEDED], plain),
        Command("tokencli token, from an encrypted file with a key:", line, key, 6),
        Command("tokencli token, from one with a passphrase", line, phrase),
        Command(
            "ten-line httpx script", [python, str(script)], {**plain, "CA": str(endpoint.ca_cert), "ENDPOINT": endpoint.url}
        ),
        Command("tokencli fetch client-credentials", [TOKENCLI, *fetch, *client], plain, 1.3, "ten-line httpx script"),
    ]  # fmt: skip


def _table(commands: Sequence[Command], took: Mapping[str, Median]) -> str:
    base = took["python -c pass"]
    lines = ["| command | wall | × B | processor | × B | at most |", "|---|---|---|---|---|---|"]
    for one in commands:
        mine = took[one.name]
        times = f"{mine.wall * 1000:.0f} ms | {mine.wall / base.wall:.1f}"
        times += f" | {mine.processor * 1000:.0f} ms | {mine.processor / base.processor:.1f}"
        lines.append(f"| {one.name} | {times} | {_judged(one, mine, took.get(one.of, base))} |")
    return "\n".join(lines) + "\n"


def _judged(command: Command, mine: Median, other: Median) -> str:
    """The budget, and how it was kept."""
    if command.budget is None:
        return ""
    ratio = mine.processor / other.processor
    name = "B" if command.of == "B" else "script"
    found = "" if name == "B" else f": {mine.wall / other.wall:.2f} wall, {ratio:.2f} processor"
    return f"{command.budget:g} × {name}{found}"


def _refreshed_together(folder: Path, endpoint: Endpoint) -> str:
    """Many processes at once that find a token with too little life left."""
    environ = _home(folder, "file", endpoint, {"TOKENCLI_STORE_KEY": "key:" + "A" * 43})
    line = [TOKENCLI, "token", "refreshed"]
    subprocess.run(line, env=environ, check=True, stdout=HIDDEN, stderr=HIDDEN)
    start = time.perf_counter()
    running = [
        subprocess.Popen(line, env=environ, stdin=HIDDEN, stdout=subprocess.PIPE, stderr=HIDDEN)
        for _ in range(TOGETHER)
    ]
    printed = [one.communicate()[0] for one in running]
    seconds = time.perf_counter() - start
    return (
        f"{TOGETHER} processes started at once with a token that is about to end: {endpoint.asked['refresh_token']} refresh "
        f"on the wire, {printed.count(b'abc' + os.linesep.encode())} tokens printed, {seconds:.1f} s in all.\n"
    )


def main() -> None:
    """Measures, prints, and with `--write` keeps the tables."""
    with tempfile.TemporaryDirectory() as name, running_endpoint(Path(name)) as endpoint:
        folder = Path(name)
        with _secret_service(folder / "keyring", endpoint) as kept:
            ours = [*_commands(folder, endpoint), *kept]
            theirs = peers(ours[0].environ)
            took = medians([*ours, *theirs])
        together = _refreshed_together(folder / "together", endpoint)
    text = _table(ours, took) + (f"\nOther tools in the same rounds:\n\n{_table(theirs, took)}" if theirs else "")
    text += f"\n{together}"
    print(text)
    if "--write" in sys.argv[1:]:
        _write(text)


def _write(text: str) -> None:
    day = dt.datetime.now(dt.UTC).date().isoformat()  # noqa: TID251 - a program of its own
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    page = HERE / "README.md"
    head = page.read_text("utf-8").partition("<!-- table -->")[0]
    page.write_text(f"{head}<!-- table -->\n\n{day}, {where}, median of {RUNS} runs:\n\n{text}", "utf-8")


if __name__ == "__main__":
    main()
