"""`-o env`: what a real shell makes of it, also of values that try to be commands."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.faults.asking import fetch
from tests.faults.server import issue

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

NAMES = ("ACCESS_TOKEN", "ID_TOKEN", "REFRESH_TOKEN", "EXPIRES_AT")
HOSTILE = {
    "a quote": "it's",
    "quotes": "\"'\"'",
    "a command": "$(touch pwned)",
    "backquotes": "`touch pwned`",
    "a variable": "$HOME ${HOME} %PATH% $env:PATH !x!",
    "a line end": "one\ntwo\n; touch pwned",
    "backslashes": "a\\n\\' \\\\",
    "signs": "; & | > < ( ) * ? [ ] ~ # { } ^ @",
    "white space": "  two  spaces  ",
    "a dash": "-n",
    "another alphabet": "é \u2019touch pwned\u2019 \u201c",
}
POSIX_SHELLS = [one for one in ("sh", "dash", "bash") if shutil.which(one)]


def value_seen(cli: Command, command: list[str], script: str) -> str:
    """What a shell has in the variable after it ran a script."""
    done = subprocess.run(
        [*command, script], capture_output=True, cwd=cli.home, env={"PATH": "/usr/bin:/bin"}, timeout=30, check=True
    )
    assert not (cli.home / "pwned").exists()
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("shell", POSIX_SHELLS)
@pytest.mark.parametrize("how", HOSTILE)
def test_a_posix_shell_gets_the_value_and_runs_nothing(
    cli: Command, server: MisbehavingServer, how: str, shell: str
) -> None:
    server.behave(issue(access_token=HOSTILE[how]))
    done = fetch(cli, server, "-o", "env")
    assert done.code == 0
    assert value_seen(cli, [shell, "-c"], done.out + 'printf %s "$ACCESS_TOKEN"') == HOSTILE[how]


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize("how", HOSTILE)
def test_fish_gets_the_value_and_runs_nothing(cli: Command, server: MisbehavingServer, how: str) -> None:
    server.behave(issue(access_token=HOSTILE[how]))
    done = fetch(cli, server, "-o", "env", "--shell", "fish")
    assert value_seen(cli, ["fish", "-c"], done.out + 'printf %s "$ACCESS_TOKEN"') == HOSTILE[how]


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="PowerShell is not installed")
@pytest.mark.parametrize("how", HOSTILE)
def test_powershell_gets_the_value_and_runs_nothing(cli: Command, server: MisbehavingServer, how: str) -> None:
    server.behave(issue(access_token=HOSTILE[how]))
    done = fetch(cli, server, "-o", "env", "--shell", "powershell")
    script = done.out + "[Console]::Out.Write($env:ACCESS_TOKEN)"
    assert value_seen(cli, ["pwsh", "-NoProfile", "-Command"], script) == HOSTILE[how]


def test_every_variable_is_exported_to_children(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(id_token="it-1", refresh_token="rt-1"))
    done = fetch(cli, server, "-o", "env")
    seen = value_seen(cli, ["sh", "-c"], done.out + "env")
    found = dict(line.split("=", 1) for line in seen.splitlines())
    assert [found[name] for name in NAMES[:3]] == ["at-1", "it-1", "rt-1"]
    assert re.fullmatch(r"\d{10}", found["EXPIRES_AT"])


def test_what_was_not_issued_is_not_set(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(expires_in=None))
    assert fetch(cli, server, "-o", "env").out == "export ACCESS_TOKEN=at-1\n"


def test_the_names_take_a_prefix(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(expires_in=None))
    assert fetch(cli, server, "-o", "env", "--env-prefix", "CI_").out == "export CI_ACCESS_TOKEN=at-1\n"


@pytest.mark.parametrize("prefix", ["1", "a-b", "$(touch pwned)", "A=1;", "é", "A\n"])
def test_a_prefix_that_is_no_name_is_refused(cli: Command, server: MisbehavingServer, prefix: str) -> None:
    done = fetch(cli, server, "-o", "env", "--env-prefix", prefix)
    assert (done.code, done.out) == (2, "")
    assert "--env-prefix" in done.err


@pytest.mark.parametrize("value", ["100%", 'say "x"', "a&b", "a\nb", "a|b", "a!b", "a^b"])
def test_cmd_is_refused_what_it_cannot_hold(cli: Command, server: MisbehavingServer, value: str) -> None:
    server.behave(issue(access_token=value))
    done = fetch(cli, server, "-o", "env", "--shell", "cmd")
    assert (done.code, done.out) == (2, "")
    assert "--shell powershell" in done.err


def test_cmd_gets_what_it_can_hold(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(access_token="aZ09-._~+/=", expires_in=None))
    assert fetch(cli, server, "-o", "env", "--shell", "cmd").out == 'set "ACCESS_TOKEN=aZ09-._~+/="\n'
