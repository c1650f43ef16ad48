"""`tokencli exec`: the command's own exit code, signals and output, with the token in its environment."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.rotating import LATER, Rotating
from tests.faults.server import issue, refuse
from tests.journeys.running import running
from tests.journeys.signed_in import IN_FILE, profiles, sign_in, use_file_store

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    use_file_store(cli)
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, dev={})
    sign_in(cli)
    return rotating


def run(cli: Command, *words: str) -> Ran:
    return cli.process("exec", "dev", *words, env=IN_FILE)


def test_the_token_stands_in_the_variable_and_on_no_command_line(cli: Command, rotating: Rotating) -> None:
    shown = run(cli, "--", "sh", "-c", 'echo "$ACCESS_TOKEN"; tr "\\0" " " </proc/$$/cmdline')
    assert shown.code == 0
    token, words = shown.out.splitlines()
    assert token == "at-1"
    assert "at-1" not in words


@pytest.mark.parametrize("script", ["exit 0", "exit 3", "exit 255"])
def test_the_exit_code_is_the_commands_own_and_the_variable_may_have_another_name(
    cli: Command, rotating: Rotating, script: str
) -> None:
    done = run(cli, "--env", "API_TOKEN", "--", "sh", "-c", f'echo "$API_TOKEN:$ACCESS_TOKEN"; {script}')
    assert (done.code, done.out, done.err) == (int(script.split()[1]), "at-1:\n", "")


def test_a_command_that_is_not_there_is_127_and_one_that_cannot_be_run_126(cli: Command, rotating: Rotating) -> None:
    missing = run(cli, "--", "no-such-command-7f3a")
    assert (missing.code, missing.out) == (127, "")
    assert "no-such-command-7f3a" in missing.err
    (cli.home / "text").write_text("no program")
    assert run(cli, "--", "./text").code == 126


def test_a_signal_reaches_the_command_and_what_python_ignores_is_not_ignored_by_it(
    cli: Command, rotating: Rotating
) -> None:
    with running(cli, "exec", "dev", "--", "sh", "-c", "trap 'exit 7' TERM; echo ready; while :; do read x; done", env=IN_FILE) as one:  # fmt: skip
        one.wait_for("ready", on="out")
        one.process.send_signal(signal.SIGTERM)
        assert one.finish().code == 7
    piped = run(cli, "--", "sh", "-c", "yes | head -n 1")
    assert (piped.out, piped.err) == ("y\n", "")


@pytest.mark.parametrize("name", ["", "1A", "A-B", "A=B", "A B"])
def test_what_is_no_name_of_a_variable_is_refused_before_anything_is_sent(
    cli: Command, rotating: Rotating, name: str
) -> None:
    done = cli("exec", "dev", "--env", name, "--", "true")
    assert (done.code, done.out) == (2, "")
    assert len(rotating.forms) == 1


def test_without_a_token_the_command_is_not_run(cli: Command, server: MisbehavingServer, rotating: Rotating) -> None:
    profiles(cli, server, dev={"scope": ["other"]}, ci={"grant": "client-credentials", "auth_method": "none"})
    touch = ("--", "touch", str(cli.home / "ran"))
    assert cli("exec", "dev", *touch).code == 4
    server.behave(refuse("invalid_scope"))
    done = cli("exec", "ci", *touch)
    assert (done.code, done.out) == (16, "")
    assert "invalid_scope" in done.err
    assert not (cli.home / "ran").exists()


@pytest.mark.parametrize("token", ["a\0b", "a\ud800b"])
def test_a_token_that_no_variable_can_hold_is_said_and_not_quoted(
    cli: Command, server: MisbehavingServer, rotating: Rotating, token: str
) -> None:
    profiles(cli, server, ci={"grant": "client-credentials", "auth_method": "none"})
    server.behave(issue(access_token=token))
    done = cli("exec", "ci", "--store", "none", "--", "true")
    assert (done.code, done.out) == (2, "")
    assert "no environment variable can hold" in done.err


def test_with_strict_no_command_gets_a_token_that_strays(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(token_type=None))
    cli.config(
        f'[profiles.ci]\ngrant = "client_credentials"\ntoken_endpoint = "{server.url()}"\nclient_id = "a"\nstore = "none"\n'
    )
    done = cli.process("exec", "ci", "--strict", "--", "echo", "run")
    assert (done.code, done.out) == (23, "")
    assert "token_type is missing" in done.err
    for words in ((), ("-o", "json"), ("-o", "header")):
        token = cli("token", "ci", "--strict", *words)
        assert (token.code, token.out) == (23, "")
