"""Secrets of the commands that get tokens from a profile and keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import issue
from tests.security.canary import canary, files_below, leaked, readings
from tests.security.echoing import answers

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran
    from tests.security.canary import Canary

TOKEN, SECRET, PASSWORD, PIN = (
    canary(name, number) for number, name in enumerate(("token", "secret", "password", "pin"))
)
ENV = {
    "PLANTED_TOKEN": TOKEN.secret,
    "PLANTED_SECRET": SECRET.secret,
    "PLANTED_PASSWORD": PASSWORD.secret,
    "PLANTED_PIN": PIN.secret,
}
PLACES = ("description", "further members", "headers", "page", "redirect", "broken JSON", "no HTTP", "error code")


def silent(cli: Command, done: Ran, canaries: tuple[Canary, ...]) -> None:
    written = {str(path): text for path, text in files_below(cli.home) if path.name != "config.toml"}
    for place, text in {"stdout": done.out, "stderr": done.err, **written}.items():
        assert (place, leaked(text, canaries)) == (place, [])


def arrived(server: MisbehavingServer, canaries: tuple[Canary, ...]) -> list[str]:
    seen = "\n".join(readings("\n".join(one.octets.decode("utf-8", "replace") for one in server.requests)))
    return [one.name for one in canaries if one.core in seen]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "words", [("token", "ci"), ("login", "ci", "--store", "none"), ("exec", "ci", "--", "true")], ids=" ".join
)
def test_a_profile_that_gets_no_token_tells_no_secret(
    words: tuple[str, ...], place: str, cli: Command, server: MisbehavingServer
) -> None:
    planted = (SECRET, PASSWORD, PIN)
    server.behave(answers(planted)[place])
    cli.config(
        f"""[profiles.ci]
grant = "password"
token_endpoint = "{server.url()}"
client_id = "app"
client_secret = "env:PLANTED_SECRET"
username = "alice"
password = "env:PLANTED_PASSWORD"
param = ["pin@env:PLANTED_PIN"]
store = "none"
retries = 0
"""
    )
    at = words.index("--") if "--" in words else len(words)
    done = cli(*words[:at], "-vv", *words[at:], env=ENV)
    assert done.code not in {0, 1}, done.err
    assert done.out == ""
    silent(cli, done, planted)
    assert arrived(server, planted) == [one.name for one in planted]


def test_a_token_for_a_script_stands_on_stdout_alone(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(access_token=TOKEN.core, refresh_token=PIN.core))
    words = ("--grant", "client_credentials", "--token-endpoint", server.url(), "--client-id", "app", "--store", "none")
    done = cli("token", *words, "-vv")
    assert (done.code, done.out) == (0, TOKEN.core + "\n")
    silent(cli, type(done)(done.code, "", done.err), (TOKEN, PIN))
    assert leaked(cli("status").out, (TOKEN, PIN)) == []


def test_a_command_that_is_run_gets_the_token_in_its_environment_and_nowhere_else(
    cli: Command, server: MisbehavingServer
) -> None:
    server.behave(issue(access_token=TOKEN.core))
    words = ("--grant", "client_credentials", "--token-endpoint", server.url(), "--client-id", "app", "--store", "none")
    cli.config("[profiles.ci]\nclient_id = 'app'\n")
    done = cli.process("exec", "ci", *words, "-vv", "--", "sh", "-c", 'test -n "$ACCESS_TOKEN" && cat /proc/$$/cmdline')
    assert done.code == 0, done.err
    assert leaked(done.out + done.err, (TOKEN,)) == []
