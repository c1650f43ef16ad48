"""A reader that goes away, and Ctrl-C: the run ends at once, with the code of the contract and without a traceback."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import drip, issue, say_nothing, whole
from tests.journeys.command import clean_environment
from tests.journeys.running import running
from tests.journeys.sandbox_client import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

TOKENS = b'{"access_token": "at-1", "token_type": "Bearer"}'


def words(server: MisbehavingServer) -> tuple[str, ...]:
    client = ("--client-id", "ci", "--client-secret", "literal:hush-hush-1")
    return ("fetch", "client-credentials", "--token-endpoint", server.url(), *client)


def tokencli(words: Iterable[str]) -> str:
    return shlex.join([sys.executable, "-m", "tokencli", *words])


def in_a_shell(cli: Command, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, timeout=30, check=False,
        env=clean_environment(cli.home), cwd=cli.home,
    )  # fmt: skip


@pytest.mark.parametrize("behaviour", [say_nothing, drip(whole(200, TOKENS), 1.0)])
def test_ctrl_c_while_a_server_lets_us_wait_is_130(cli: Command, server: MisbehavingServer, behaviour: object) -> None:
    server.behave(behaviour)
    trace = cli.home / "run.json"
    with running(cli, *words(server), "-o", "token", "--trace", str(trace)) as run:
        assert server.came.wait(20)
        run.interrupt()
        done = run.finish()
    assert (done.code, done.out) == (130, "")
    assert done.err.strip() == ""


def test_ctrl_c_while_a_person_confirms_is_130(cli: Command, sandbox: Sandbox) -> None:
    with running(cli, "fetch", "device-code", *named(sandbox, "demo-public"), "-o", "token") as run:
        run.wait_for(r"[B-Z]{4}-[B-Z]{4}")
        run.interrupt()
        done = run.finish()
    assert (done.code, done.out) == (130, "")
    assert "Traceback" not in done.err


def test_ctrl_c_while_a_command_makes_a_secret_is_130(cli: Command, server: MisbehavingServer) -> None:
    secret = "cmd:sh -c 'echo ready >&2; exec sleep 30'"
    with running(cli, *words(server)[:-1], secret, "-o", "token") as run:
        run.wait_for("ready")
        run.interrupt()
        done = run.finish()
    assert (done.code, done.out) == (130, "")
    assert "Traceback" not in done.err
    assert server.requests == []


@pytest.mark.parametrize(
    "command", ["--help", "explain --list", "completion bash", "fetch password --help", "discover ISSUER -o json"]
)
def test_a_reader_that_has_read_enough_is_no_fault(cli: Command, sandbox: Sandbox, command: str) -> None:
    words = command.replace("ISSUER", sandbox.issuer).split()
    done = in_a_shell(cli, f"set -o pipefail; {tokencli(words)} | head -n 1")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_a_reader_that_never_reads_is_no_fault(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(access_token="a" * 200_000))
    process = subprocess.Popen(
        [sys.executable, "-m", "tokencli", *words(server), "-o", "token"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment(cli.home),
    )  # fmt: skip
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 0
    assert said == b""


def test_no_stdout_at_all_is_no_traceback(cli: Command, server: MisbehavingServer) -> None:
    done = in_a_shell(cli, f"{tokencli(words(server))} -o token >&- <&-")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(server.requests) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_in_one_line(cli: Command, server: MisbehavingServer) -> None:
    done = in_a_shell(cli, f"{tokencli(words(server))} -o token >/dev/full")
    assert (done.returncode, done.stderr) == (2, "tokencli: the output cannot be written: No space left on device\n")
