"""Many processes of the program at once, and one of them killed at a chosen step.

Started one by one, processes of Python come one after the other. So one process loads the program and forks as often as it is
told; the copies wait for each other and then run. It is a process of its own, because a process with threads must not fork.
`python -m tests.journeys.crowd` reads orders from stdin, a line of JSON each, and writes a line of JSON about what came of them.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.journeys.command import PROCESS_SECONDS, ROOT, Ran, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

KILLED = -signal.SIGKILL


@dataclass
class Crowd:
    """The process that forks.

    Attributes:
        process: It.
    """

    process: subprocess.Popen[str]

    def __call__(
        self, home: Path, *words: str, many: int, env: Mapping[str, str], kill_at: int | str | None = None
    ) -> list[Ran]:
        """Runs the same command in several processes at once.

        Args:
            home: The person's home.
            words: The command line.
            many: How many.
            env: Further environment.
            kill_at: The process that first comes to this step while it holds the lock is killed there: a number, or what the
                step is called; None for no such step.
        """
        environ = {**clean_environment(home), **env}
        order = {"words": words, "many": many, "env": environ, "home": str(home), "kill_at": kill_at}
        assert self.process.stdin
        assert self.process.stdout
        limit = threading.Timer(2 * PROCESS_SECONDS, self.process.kill)
        limit.start()
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        limit.cancel()
        return [Ran(*one) for one in json.loads(answer)]


@contextmanager
def crowd() -> Iterator[Crowd]:
    """Runs the process that forks."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.crowd"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**clean_environment(Path(tempfile.gettempdir())), "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            yield Crowd(process)
        finally:
            process.kill()


def _serve() -> None:
    _load_what_a_run_needs()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_obey(json.loads(line))) + "\n")
        sys.stdout.flush()


def _load_what_a_run_needs() -> None:
    """Makes a sign-in and two refreshes, one of them refused, so that what they load is loaded for those that are forked."""
    import keyring  # noqa: F401 - it need only be loaded

    import tokencli.store.keyring_store  # noqa: F401 - as above
    from tests.faults.rotating import Rotating
    from tests.faults.server import MisbehavingServer
    from tokencli.cli.main import run

    with tempfile.TemporaryDirectory() as home, MisbehavingServer() as server, redirect_stdout(io.StringIO()):
        os.environ.update(HOME=home, TOKENCLI_STORE_KEY="of no matter", TOKENCLI_STORE="file")
        rotating = Rotating()
        server.behave(rotating)
        words = ("--grant", "authorization-code", "--token-endpoint", server.url(), "--client-id", "app")
        with redirect_stderr(io.StringIO()):
            assert run(["login", *words, "--code", "literal:code-1"]) == 0
            assert run(["token", *words]) == 0
            rotating.revoke()
            assert run(["token", *words]) == 4
    for one in threading.enumerate():
        if one is not threading.main_thread():
            one.join(5)
    assert threading.active_count() == 1  # else forking would not be safe


def _obey(order: dict[str, Any]) -> list[tuple[int, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        waiting, go = os.pipe()
        places = [Path(folder, str(number)) for number in range(order["many"])]
        pids = [_fork(partial(_run, order, place, Path(folder), waiting, go)) for place in places]
        os.close(waiting)
        os.close(go)  # all wait for the end of this pipe
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        return [
            (code, Path(f"{place}.out").read_text(), Path(f"{place}.err").read_text())
            for code, place in zip(codes, places, strict=True)
        ]


def _fork(run: Callable[[], int]) -> int:
    pid = os.fork()
    if pid == 0:
        os._exit(run())
    return pid


def _run(order: dict[str, Any], place: Path, folder: Path, waiting: int, go: int) -> int:
    from tokencli.cli.main import run

    os.close(go)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["home"])
    for number, name in enumerate(("/dev/null", f"{place}.out", f"{place}.err")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
    if order["kill_at"] is not None:
        _die_at(order["kill_at"], folder / "killed")
    os.read(waiting, 1)
    code = run(order["words"])
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code)


def _die_at(place: int | str, mark: Path) -> None:
    """Kills this process when it comes to this step inside the lock, if no other of the crowd was killed yet."""
    import socket

    inside, steps = threading.Event(), count()

    def step(name: str) -> None:
        if not inside.is_set() or place not in {name, next(steps)}:
            return
        inside.clear()
        try:
            os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
            step(event)

    _watch_the_lock(inside, step)
    sys.addaudithook(hook)
    for owner, name in ((os, "fsync"), (socket.socket, "send"), (socket.socket, "sendall"), (socket.socket, "recv")):
        setattr(owner, name, _between_steps(getattr(owner, name), name, step))


_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.truncate", "socket.connect"})
_WRITING = os.O_WRONLY | os.O_RDWR


def _watch_the_lock(inside: threading.Event, step: Callable[[str], None]) -> None:
    from tokencli.app.token_place import TokenPlace

    alone = TokenPlace.alone

    @contextmanager
    def watched(self: TokenPlace) -> Iterator[None]:
        with alone(self):
            inside.set()
            step("locked")
            yield
            step("done")
        step("unlocked")

    setattr(TokenPlace, "alone", watched)  # noqa: B010 - to a type checker it is a method


def _between_steps(call: Callable[..., Any], name: str, step: Callable[[str], None]) -> Callable[..., Any]:
    def wrapped(*arguments: Any) -> Any:
        step(f"before {name}")
        result = call(*arguments)
        if name == "recv":  # after the others comes at once what is a step of its own
            step("after recv")
        return result

    return wrapped


if __name__ == "__main__":
    _serve()
