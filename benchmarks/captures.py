"""`tokencli explain` on large captures, side by side with `json.load` of the same file: times of whole processes and their memory.

`python benchmarks/captures.py` prints the table; `--write` also puts it into `benchmarks/README.md`. The files are made anew, of
a fixed seed, in a folder of their own.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 5
HERE = Path(__file__).resolve().parent
HAR_OCTETS = 100_000_000
LOG_LINES = 1_000_000
FAILED_IN = 100  # lines of which one is a refusal
_START, _END = "<!-- captures -->", "<!-- /captures -->"


def _headers(count: int) -> list[dict[str, str]]:
    return [{"name": f"x-header-{number}", "value": "v" * 30} for number in range(count)]


def _entry(url: str, body: dict[str, Any], method: str = "GET", status: int = 200, form: str = "") -> dict[str, Any]:
    headers = [*_headers(12), {"name": "content-type", "value": "application/x-www-form-urlencoded"}]
    return {
        "startedDateTime": "2026-03-01T12:00:00.000Z",
        "time": 12.5,
        "request": {"method": method, "url": url, "headers": headers, **({"postData": {"text": form}} if form else {})},
        "response": {"status": status, "headers": _headers(12), "content": body},
    }


def _har(path: Path) -> None:
    """Pictures in base64, scripts as text, and one refused token request at the end."""
    chance, size, number = random.Random(1), 0, 0  # noqa: S311 - content for measuring
    with path.open("w", encoding="utf-8") as file:
        file.write('{"log": {"version": "1.2", "creator": {"name": "WebInspector"}, "pages": [], "entries": [')
        while size < HAR_OCTETS:
            length = chance.choice((200, 2_000, 20_000, 200_000))
            picture = {"encoding": "base64", "text": "iVBORw0KGgoAAAANSUhEUgAA"[:24] * (length // 24)}
            script = {"text": 'function a(x) { return "x" + x }\n' * (length // 33)}
            text = json.dumps(_entry(f"https://app.example/{number}.js", picture if number % 2 else script))
            file.write(f"{text},")
            size, number = size + len(text), number + 1
        refusal = {"text": '{"error": "invalid_grant"}'}
        form = "grant_type=authorization_code&code=abc&client_id=shop"
        file.write(json.dumps(_entry("https://login.example/token", refusal, "POST", 400, form)) + "]}}")


def _log(path: Path, failed_in: int, lines: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number in range(lines):
            moment = f"2026-03-01T12:00:{number % 60:02d}Z"
            if number % failed_in == 0:
                file.write(f'{moment} ERROR oauth: error=invalid_grant error_description="Code {number} not valid"\n')
            else:
                file.write(
                    f"{moment} INFO  http: GET /orders/{number} 200 in 17 ms user=alice trace=4bf92f3577b34da6\n"
                )


def _once(command: list[str]) -> tuple[float, int]:
    """Seconds of a whole process, and the octets it held at most."""
    start = time.perf_counter()
    process = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{command} ended with {status}")
    return time.perf_counter() - start, usage.ru_maxrss * 1024


def _rows(folder: Path) -> Iterator[str]:
    har, log, failing = folder / "browser.har", folder / "app.log", folder / "failing.log"
    _har(har)
    _log(log, FAILED_IN, LOG_LINES)
    _log(failing, 1, LOG_LINES // 10)
    load = [sys.executable, "-c", "import json, sys; json.load(open(sys.argv[1]))", str(har)]
    explain = [sys.executable, "-m", "tokencli", "explain", "--field", "findings.0.name"]
    commands = {"json.load": load, **{path.name: [*explain, str(path)] for path in (har, log, failing)}}
    taken: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            taken[name].append(_once(command))
    seconds = {name: statistics.median(one for one, _ in all_) for name, all_ in taken.items()}
    memory = {name: statistics.median(two for _, two in all_) for name, all_ in taken.items()}
    size, base = har.stat().st_size, seconds["json.load"]
    yield f"| `json.load` of the HAR | {base:.2f} s | | {memory['json.load'] / size:.1f} × its size | |"
    yield (
        f"| `explain` of a HAR of {size / 1e6:.0f} MB | {seconds[har.name]:.2f} s | {seconds[har.name] / base:.1f} × `json.load` | "
        f"{memory[har.name] / size:.2f} × its size | 2 × `json.load`, 4 × its size |"
    )
    for path, lines, what in (
        (log, LOG_LINES, f"{LOG_LINES:,} lines, one in {FAILED_IN} a refusal"),
        (failing, LOG_LINES // 10, f"{LOG_LINES // 10:,} lines, every one a refusal"),
    ):
        yield (
            f"| `explain` of a log of {what} | {seconds[path.name]:.2f} s | {lines / seconds[path.name]:,.0f} lines a second | "
            f"{memory[path.name] / 1e6:.0f} MB | 100,000 lines a second, constant memory |"
        )


def main() -> None:
    """Measures, prints, and with `--write` keeps the table."""
    with tempfile.TemporaryDirectory() as name:
        head = ("| what | median | speed | memory | at most |", "|---|---|---|---|---|")
        text = "\n".join((*head, *_rows(Path(name)))) + "\n"
    print(text)
    if "--write" in sys.argv[1:]:
        _write(text)


def _write(text: str) -> None:
    day = dt.datetime.now(dt.UTC).date().isoformat()  # noqa: TID251 - a script of its own
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    page = HERE / "README.md"
    before, _, rest = page.read_text("utf-8").partition(_START)
    after = rest.partition(_END)[2]
    page.write_text(f"{before}{_START}\n\n{day}, {where}, median of {RUNS} runs:\n\n{text}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main()
